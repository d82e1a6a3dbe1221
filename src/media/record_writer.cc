#include "media/record_writer.h"

#include <algorithm>
#include <array>

#include "media/record_csv.h"
#include "media/record_json.h"
#include "mtcnn/error.h"

namespace mtcnn::media {
namespace {

constexpr std::array kFormats = {
    RecordFormat{"jsonl", "one JSON object a line, one line a frame", true, make_json_lines_writer},
    RecordFormat{"json", "one JSON array of such objects", true, make_json_array_writer},
    RecordFormat{"csv", "one row a face", false, make_csv_writer},
};

}  // namespace

std::span<const RecordFormat> record_formats() { return kFormats; }

const RecordFormat& find_record_format(std::string_view name) {
  const auto found =
      std::find_if(kFormats.begin(), kFormats.end(), [&](const RecordFormat& format) { return format.name == name; });
  if (found != kFormats.end()) return *found;

  std::string known;
  for (const RecordFormat& format : kFormats) known.append(known.empty() ? "" : ", ").append(format.name);
  throw Error(ErrorCode::kNotFound, ErrorStage::kOptions,
              "there is no format \"" + std::string(name) + "\"; there are: " + known);
}

}  // namespace mtcnn::media
