#include "cli/job/interruption.h"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>

namespace mtcnn::test {
namespace {

using cli::end_when_interrupted;
using cli::Interruption;
using testing::ExitedWithCode;

TEST(InterruptionDeathTest, EndsTheProgramWithAWordWhereNothingIsLost) {
  for (const int signal : {SIGINT, SIGTERM}) {
    EXPECT_EXIT(
        {
          std::signal(signal, SIG_DFL);
          end_when_interrupted();
          std::raise(signal);
        },
        ExitedWithCode(128 + signal), "mtcnn-turbo: interrupted\n");
  }
}

TEST(InterruptionDeathTest, IsRememberedDuringAJob) {
  EXPECT_EXIT(
      {
        std::signal(SIGINT, SIG_DFL);
        end_when_interrupted();
        const Interruption interruption;
        std::raise(SIGINT);
        std::_Exit(Interruption::signal());
      },
      ExitedWithCode(SIGINT), "");
}

TEST(InterruptionDeathTest, EndsTheProgramAgainAfterAJob) {
  EXPECT_EXIT(
      {
        std::signal(SIGTERM, SIG_DFL);
        { const Interruption interruption; }
        std::raise(SIGTERM);
      },
      ExitedWithCode(128 + SIGTERM), "interrupted");
}

TEST(InterruptionDeathTest, IsNothingWhereTheSignalIsIgnored) {
  EXPECT_EXIT(
      {
        std::signal(SIGINT, SIG_IGN);
        end_when_interrupted();
        std::raise(SIGINT);
        std::_Exit(0);
      },
      ExitedWithCode(0), "");
}

}  // namespace
}  // namespace mtcnn::test
