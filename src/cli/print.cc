#include "cli/print.h"

#include "cli/exit_code.h"
#include "cli/messages.h"
#include "media/output.h"

namespace mtcnn::cli {

int print(std::string_view text) try {
  media::Output output = media::Output::to_standard_output();
  output.write(text);
  output.close();
  return kSuccess;
} catch (const media::ClosedPipe&) {
  return kFailure;
} catch (const Error& error) {
  print_message("error", error.what());
  return kFailure;
}

}  // namespace mtcnn::cli
