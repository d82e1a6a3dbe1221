// Damages what an interrupted job left, in every way that is asked for, and lets the job's own classes go on from it.
// Called by journal_damage.py: journal_damage FOLDER SEED STEP FLIPS
//
// The job writes made-up records, so that it takes well below a millisecond.

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <random>
#include <string>

#include "cli/job/job_output.h"
#include "mtcnn/error.h"
#include "support/files.h"

namespace mtcnn::test {
namespace {

namespace fs = std::filesystem;

using cli::JobOutput;

constexpr std::size_t kRecords = 60;

const cli::JobDescription kJob = {.settings = {{"version", "1"}, {"--format", "jsonl"}, {"--annotate", ""}},
                                  .inputs = {{"one.mp4", 123456, 1234567890123456789}, {"two.mp4", 0, 0}}};

std::string record(std::size_t number) {
  return fmt::format("{{\"source\":\"one.mp4\",\"frame_index\":{},\"score\":{}}}\n", number,
                     static_cast<double>(number) / 7);
}

class Damage {
 public:
  explicit Damage(const fs::path& folder) : folder_(folder) {
    for (std::size_t number = 0; number < kRecords; ++number) whole_ += record(number);
  }

  /// Cuts both files at every `step`th byte, and flips `flips` bits in each.
  void run(std::size_t step, int flips, std::mt19937& random) {
    for (const fs::path& damaged : {journal(), part()}) {
      const fs::path& sound = damaged == part() ? journal() : part();
      const std::string bytes = content(damaged);
      const std::string others = content(sound);
      const auto time = fs::last_write_time(part());
      const auto attempt = [&](const std::string& left, std::size_t& count) {
        write(damaged, left);
        write(sound, others);
        // What a disk loses does not change a file's time.
        fs::last_write_time(part(), time);
        ++count;
        go_on();
      };
      for (std::size_t size = 0; size < bytes.size(); size += step) attempt(bytes.substr(0, size), cuts_);
      for (int flip = 0; flip < flips; ++flip) {
        std::string flipped = bytes;
        flipped[random() % bytes.size()] ^= static_cast<char>(1 << random() % 8);
        attempt(flipped, flips_);
      }
      write(damaged, bytes);
      write(sound, others);
      fs::last_write_time(part(), time);
    }
  }

  /// Leaves a job that was interrupted several times, and at last killed some records after its checkpoint.
  void leave_unfinished() {
    remove_all();
    constexpr std::size_t kAtATime = 9;
    for (std::size_t until = kAtATime; until < kRecords; until += kAtATime) {
      JobOutput output(request(cli::Rerun::kResume));
      write_records(output, until);
      output.interrupt();
      output.records().write(record(until) + "half a rec");
    }
  }

  /// Leaves a job that was killed between its last word in the journal and the name of its output.
  void leave_unnamed() {
    remove_all();
    finish();
    fs::rename(output(), part());
  }

  void print() const {
    fmt::print("{{\"cuts\":{},\"flips\":{},\"identical\":{},\"refused\":{},\"wrong\":{}}}\n", cuts_, flips_, identical_,
               refused_, wrong_);
  }

 private:
  fs::path output() const { return folder_ / "out"; }
  fs::path part() const { return folder_ / ".out.part"; }
  fs::path journal() const { return folder_ / ".out.journal"; }

  static std::string content(const fs::path& path) {
    const std::vector<std::uint8_t> bytes = read_file(path);
    return {bytes.begin(), bytes.end()};
  }

  static void write(const fs::path& path, const std::string& bytes) {
    std::FILE* const file = std::fopen(path.c_str(), "wb");
    if (file == nullptr || std::fwrite(bytes.data(), 1, bytes.size(), file) != bytes.size() || std::fclose(file) != 0) {
      throw std::runtime_error("cannot write " + path.string());
    }
  }

  void remove_all() const {
    for (const fs::path& path : {output(), part(), journal()}) fs::remove(path);
  }

  JobOutput::Request request(cli::Rerun rerun) const { return {.path = output(), .description = kJob, .rerun = rerun}; }

  static void write_records(JobOutput& output, std::size_t until) {
    cli::Totals totals = output.start().totals;
    for (std::size_t number = output.start().position.frames; number < until; ++number) {
      output.records().write(record(number));
      ++totals.frames;
      if (number % 7 == 0) output.note_trouble(fmt::format("record {} is odd", number));
      output.reached({.input = 0, .frames = number + 1}, totals);
    }
  }

  void finish() const {
    JobOutput output(request(cli::Rerun::kResume));
    if (output.earlier_result()) return;
    write_records(output, kRecords);
    cli::Totals totals;
    totals.frames = kRecords;
    output.finish(totals);
  }

  void go_on() {
    fs::remove(output());
    try {
      finish();
    } catch (const Error&) {
      ++(fs::exists(output()) ? wrong_ : refused_);
      return;
    }
    const JobOutput again(request(cli::Rerun::kIfNeeded));
    const bool is_right = content(output()) == whole_ && again.earlier_result() &&
                          again.earlier_result()->totals.frames == kRecords && !fs::exists(part());
    ++(is_right ? identical_ : wrong_);
  }

  fs::path folder_;
  std::string whole_;
  std::size_t cuts_ = 0;
  std::size_t flips_ = 0;
  std::size_t identical_ = 0;
  std::size_t refused_ = 0;
  std::size_t wrong_ = 0;
};

}  // namespace
}  // namespace mtcnn::test

int main(int argument_count, char** arguments) {
  if (argument_count != 5) {
    std::fputs("journal_damage FOLDER SEED STEP FLIPS\n", stderr);
    return 2;
  }
  std::mt19937 random(static_cast<unsigned>(std::atol(arguments[2])));
  const auto step = static_cast<std::size_t>(std::atol(arguments[3]));
  const int flips = std::atoi(arguments[4]);
  mtcnn::test::Damage damage(arguments[1]);
  // A quarter of the flips for each file of each job.
  damage.leave_unfinished();
  damage.run(step, flips / 4, random);
  damage.leave_unnamed();
  damage.run(step, flips / 4, random);
  damage.print();
}
