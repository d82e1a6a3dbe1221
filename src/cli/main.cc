#include <string_view>

#include "cli/command_line.h"
#include "cli/job/interruption.h"
#include "cli/standard_streams.h"
#include "media/sandbox/worker.h"

int main(int argument_count, char** arguments) {
  mtcnn::cli::end_when_interrupted();
  mtcnn::cli::prepare_standard_streams();
  if (argument_count == 2 && arguments[1] == mtcnn::media::kWorkerArgument) return mtcnn::media::run_worker();
  return mtcnn::cli::run_command_line(argument_count, arguments);
}
