#include "cli/job/journal.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <system_error>

#include "mtcnn/error.h"

namespace mtcnn::cli {

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Totals, frames, frames_without_face, faces, partial, errors, failed_records, skipped,
                                   dropped_frames, damaged_clips, expected_frames, decoded_frames, corrupt_frames)

namespace {

using Json = nlohmann::json;

// What a line can be.
constexpr std::string_view kFormat = "mtcnn-turbo journal";
constexpr int kFormatVersion = 2;
constexpr std::string_view kSetting = "setting";
constexpr std::string_view kInput = "input";
constexpr std::string_view kBegin = "begin";
constexpr std::string_view kCheckpoint = "checkpoint";
constexpr std::string_view kTrouble = "trouble";
constexpr std::string_view kResult = "result";

constexpr int kChecksumDigits = 8;

std::uint32_t checksum(std::string_view text) {
  return static_cast<std::uint32_t>(::crc32_z(0, reinterpret_cast<const Bytef*>(text.data()), text.size()));
}

std::string journal_path(const std::string& output) {
  const std::filesystem::path path(output);
  return path.parent_path() / ("." + path.filename().native() + ".journal");
}

std::string line_of(const Json& value) {
  const std::string text = value.dump();
  char digits[kChecksumDigits + 1] = {};
  std::snprintf(digits, sizeof(digits), "%08x", checksum(text));
  return digits + (" " + text) + "\n";
}

/// The value of a line without its end; none where the line is not as it was written.
std::optional<Json> value_of(std::string_view line) {
  if (line.size() <= kChecksumDigits || line[kChecksumDigits] != ' ') return std::nullopt;
  std::uint32_t expected = 0;
  const auto [end, error] = std::from_chars(line.data(), line.data() + kChecksumDigits, expected, 16);
  const std::string_view text = line.substr(kChecksumDigits + 1);
  if (error != std::errc() || end != line.data() + kChecksumDigits || expected != checksum(text)) return std::nullopt;
  Json value = Json::parse(text, nullptr, false);
  if (!value.is_array() || value.empty() || !value[0].is_string()) return std::nullopt;
  return value;
}

}  // namespace

/// What can be read of a journal.
struct Journal::Content {
  EarlierRun run;
  bool is_known = false;              ///< it is a journal of this version
  bool has_begun = false;             ///< all is there of what the run was to do
  bool is_damaged = false;            ///< before it began, and not merely cut off
  std::size_t checkpoint_end = 0;     ///< where the lines begin that come after the last checkpoint
  std::vector<std::string> troubles;  ///< those that come after it too

  void add(const Json& value);
};

/// Throws Json::exception for a line that makes no sense.
void Journal::Content::add(const Json& value) {
  const std::string& kind = value[0].get_ref<const std::string&>();
  if (kind == kFormat) {
    is_known = value.at(1) == kFormatVersion;
  } else if (kind == kSetting) {
    run.description.settings.emplace_back(value.at(1), value.at(2));
  } else if (kind == kInput) {
    run.description.inputs.push_back({.path = value.at(1), .bytes = value.at(2), .modified = value.at(3)});
  } else if (kind == kBegin) {
    has_begun = is_known;
  } else if (kind == kCheckpoint) {
    run.checkpoint = {.position = {.input = value.at(1), .frames = value.at(2)},
                      .totals = value.at(5),
                      .bytes = value.at(3),
                      .checksum = value.at(4)};
  } else if (kind == kTrouble) {
    troubles.push_back(value.at(1));
  } else if (kind == kResult) {
    run.result = {
        .totals = value.at(4), .bytes = value.at(1), .checksum = value.at(2), .modified = value.at(3)};
  }
}

Journal::Journal(const std::string& output) : output_(output), path_(journal_path(output)), descriptor_(-1) {
  constexpr mode_t kReadableAndWritable = 0666;  // less what the user's umask takes away
  descriptor_ =
      media::FileDescriptor(::open(path_.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, kReadableAndWritable));
  if (!descriptor_.is_open()) {
    throw Error(ErrorCode::kUnwritable, ErrorStage::kWrite,
                output_ + ": cannot be written: " + std::generic_category().message(errno));
  }
  if (::flock(descriptor_.number(), LOCK_EX | LOCK_NB) == 0) return;
  if (errno == EWOULDBLOCK) {
    throw Error(ErrorCode::kUnwritable, ErrorStage::kWrite, output_ + ": another run is writing to it");
  }
  fail(errno);
}

std::optional<EarlierRun> Journal::earlier_run() const {
  Content content = read();
  if (content.is_damaged) {
    throw Error(ErrorCode::kCorrupt, ErrorStage::kWrite,
                output_ + ": the journal of an earlier run, " + path_ + ", is damaged or of another version");
  }
  if (!content.has_begun) return std::nullopt;
  return std::move(content.run);
}

void Journal::begin(const JobDescription& description) {
  if (::ftruncate(descriptor_.number(), 0) != 0) fail(errno);
  std::string lines = line_of({kFormat, kFormatVersion});
  for (const auto& [name, value] : description.settings) lines += line_of({kSetting, name, value});
  for (const auto& [path, bytes, modified] : description.inputs) lines += line_of({kInput, path, bytes, modified});
  append(lines + line_of(Json::array({kBegin})));
  sync();
}

void Journal::go_on() {
  if (::ftruncate(descriptor_.number(), static_cast<off_t>(read().checkpoint_end)) != 0) fail(errno);
}

void Journal::note_checkpoint(const Checkpoint& checkpoint) {
  append(line_of({kCheckpoint, checkpoint.position.input, checkpoint.position.frames, checkpoint.bytes,
                  checkpoint.checksum, Json(checkpoint.totals)}));
  sync();
}

void Journal::note_trouble(const std::string& trouble) { append(line_of({kTrouble, trouble})); }

void Journal::note_result(const JobResult& result) {
  append(line_of({kResult, result.bytes, result.checksum, result.modified, Json(result.totals)}));
  sync();
}

Journal::Content Journal::read() const {
  std::string bytes;
  char piece[1 << 16];
  for (;;) {
    const ssize_t got =
        ::pread(descriptor_.number(), static_cast<char*>(piece), sizeof(piece), static_cast<off_t>(bytes.size()));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail(errno);
    if (got == 0) break;
    bytes.append(static_cast<const char*>(piece), static_cast<std::size_t>(got));
  }

  Content content;
  std::size_t begin = 0;
  try {
    for (std::size_t end = 0; (end = bytes.find('\n', begin)) != std::string::npos; begin = end + 1) {
      const std::optional<Json> value = value_of(std::string_view(bytes).substr(begin, end - begin));
      if (!value) break;
      content.add(*value);
      const std::string& kind = (*value)[0].get_ref<const std::string&>();
      if (kind != kBegin && kind != kCheckpoint) continue;
      content.checkpoint_end = end + 1;
      content.run.troubles = content.troubles;
    }
  } catch (const Json::exception&) {
    // A line of another version, at which reading ends as at a damaged one.
  }
  content.is_damaged = !content.has_begun && bytes.find('\n', begin) != std::string::npos;
  return content;
}

void Journal::append(const std::string& lines) {
  std::string_view left = lines;
  while (!left.empty()) {
    const ssize_t written = ::write(descriptor_.number(), left.data(), left.size());
    if (written >= 0) {
      left.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      fail(errno);
    }
  }
}

void Journal::sync() {
  // Some file systems cannot, and say that it makes no sense.
  if (::fdatasync(descriptor_.number()) != 0 && errno != EINVAL && errno != ENOTSUP) fail(errno);
}

void Journal::fail(int system_error) const {
  throw Error(
      ErrorCode::kUnwritable, ErrorStage::kWrite,
      output_ + ": its journal, " + path_ + ", cannot be written: " + std::generic_category().message(system_error));
}

}  // namespace mtcnn::cli
