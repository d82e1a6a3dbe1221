#include "cli/command_line.h"
#include "cli/job/interruption.h"
#include "cli/standard_streams.h"

int main(int argument_count, char** arguments) {
  mtcnn::cli::end_when_interrupted();
  mtcnn::cli::prepare_standard_streams();
  return mtcnn::cli::run_command_line(argument_count, arguments);
}
