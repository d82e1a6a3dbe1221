// Decodes pictures that were damaged by chance, each in a child that is started anew where it crashed or hung, and
// prints how that went as one object of JSON.
//
//   mutated_pictures COUNT SEED [FOLDER]...         FOLDER: of further pictures to begin from
//   mutated_pictures --write INDEX SEED [FOLDER]... writes that one to standard output

#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <span>
#include <string>

#include "check/mutations.h"
#include "check/work.h"
#include "media/claiming_pictures.h"
#include "media/encoded_pictures.h"
#include "media/picture.h"
#include "mtcnn/error.h"
#include "support/files.h"

namespace mtcnn::test {
namespace {

/// What the children find, in memory that they share with their parent.
struct Tally {
  long current = 0;  ///< the picture that is being decoded
  long ok = 0;
  long partial = 0;
  long refused = 0;
  long without_code = 0;  ///< an exception that is none of ours, or lacks stage or sentence
  long slow = 0;
  double slowest_ms = 0;
  long slowest = -1;
};

constexpr double kSlowMilliseconds = 250;

struct Seeds {
  std::vector<EncodedPicture> pictures;
  std::size_t whole = 0;  ///< of them, the first ones; the others are headers with next to nothing behind them
};

Seeds seeds_of(std::span<const std::string> folders) {
  constexpr std::uintmax_t kLargest = 256 << 10;
  Seeds seeds{.pictures = all_samples()};
  seeds.pictures.push_back({"jpeg_large", encode_jpeg(smooth_pattern(640, 480))});
  seeds.pictures.push_back({"jpeg_progressive_large", encode_jpeg(pattern(640, 480), {.progressive = true})});
  seeds.pictures.push_back({"webp_large", encode_webp(pattern(640, 480), false)});
  seeds.pictures.push_back({"avif_large", encode_avif(smooth_pattern(640, 480))});
  std::vector<std::string> paths;
  for (const std::string& folder : folders) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      if (entry.is_regular_file() && entry.file_size() <= kLargest) paths.push_back(entry.path());
    }
  }
  std::ranges::sort(paths);
  for (const std::string& path : paths) seeds.pictures.push_back({path, read_file(path)});
  seeds.whole = seeds.pictures.size();
  std::ranges::move(claiming(kSampleWidth, kSampleHeight), std::back_inserter(seeds.pictures));
  return seeds;
}

/// One of the first, which are whole pictures, most often.
const Bytes& drawn_from(const Seeds& seeds, std::mt19937_64& random) {
  const std::size_t end = random() % 8 == 0 ? seeds.pictures.size() : seeds.whole;
  return seeds.pictures[random() % end].bytes;
}

/// The picture depends on its index and the seed alone.
Bytes picture_of(long index, std::uint64_t seed, const Seeds& seeds) {
  std::seed_seq sequence{seed, static_cast<std::uint64_t>(index)};
  std::mt19937_64 random(sequence);
  const Bytes& first = drawn_from(seeds, random);
  const Bytes& other = drawn_from(seeds, random);
  return mutated(first, other, random);
}

void decode(const Bytes& encoded, Tally& tally) {
  try {
    ++(media::decode_picture(encoded).damage.empty() ? tally.ok : tally.partial);
  } catch (const Error& error) {
    ++tally.refused;
    if (error.stage() != ErrorStage::kDecode || *error.what() == '\0' || name(error.code()) == "unknown") {
      ++tally.without_code;
    }
  } catch (...) {
    ++tally.refused;
    ++tally.without_code;
  }
}

void decode_all(long end, std::uint64_t seed, const Seeds& seeds, Tally& tally) {
  constexpr unsigned kHungSeconds = 5;
  for (; tally.current < end; ++tally.current) {
    const Bytes encoded = picture_of(tally.current, seed, seeds);
    ::alarm(kHungSeconds);
    const double start = milliseconds_of_work();
    decode(encoded, tally);
    const double elapsed = milliseconds_of_work() - start;
    ::alarm(0);
    if (elapsed > kSlowMilliseconds) ++tally.slow;
    if (elapsed <= tally.slowest_ms) continue;
    tally.slowest_ms = elapsed;
    tally.slowest = tally.current;
  }
}

void print_found(const char* what, long index) { std::fprintf(stderr, "picture %ld %s\n", index, what); }

int check(long count, std::uint64_t seed, const Seeds& seeds) {
  void* const shared = ::mmap(nullptr, sizeof(Tally), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (shared == MAP_FAILED) return 1;
  Tally& tally = *new (shared) Tally();
  long crashes = 0;
  long hangs = 0;
  long most_memory = 0;  // KiB
  while (tally.current < count) {
    const pid_t child = ::fork();
    if (child == 0) {
      // libheif's decoder of HEVC prints what it finds wrong.
      if (std::freopen("/dev/null", "w", stdout) == nullptr) ::_exit(1);
      decode_all(count, seed, seeds, tally);
      ::_exit(0);
    }
    int status = 0;
    rusage usage = {};
    ::wait4(child, &status, 0, &usage);
    most_memory = std::max(most_memory, usage.ru_maxrss);
    if (status == 0) continue;
    const bool is_hang = WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM;
    ++(is_hang ? hangs : crashes);
    print_found(is_hang ? "hung" : "crashed", tally.current);
    ++tally.current;
  }
  print_found("was the slowest", tally.slowest);
  std::printf(R"({"pictures":%ld,"seeds":%zu,"ok":%ld,"partial":%ld,"refused":%ld,"without_code":%ld,)"
              R"("crashes":%ld,"hangs":%ld,"slow":%ld,"slowest_ms":%.1f,"peak_rss_mib":%ld})"
              "\n",
              count, seeds.pictures.size(), tally.ok, tally.partial, tally.refused, tally.without_code, crashes, hangs,
              tally.slow, tally.slowest_ms, most_memory / 1024);
  return 0;
}

int run(const std::vector<std::string>& arguments) {
  const bool writes = arguments.size() > 1 && arguments[0] == "--write";
  const std::size_t numbers = writes ? 1 : 0;
  if (arguments.size() < numbers + 2) return 2;
  const long number = std::stol(arguments[numbers]);
  const std::uint64_t seed = std::stoull(arguments[numbers + 1]);
  const Seeds seeds = seeds_of(std::span(arguments).subspan(numbers + 2));
  if (!writes) return check(number, seed, seeds);
  const Bytes picture = picture_of(number, seed, seeds);
  return std::fwrite(picture.data(), 1, picture.size(), stdout) == picture.size() ? 0 : 1;
}

}  // namespace
}  // namespace mtcnn::test

int main(int count, char** arguments) { return mtcnn::test::run({arguments + 1, arguments + count}); }
