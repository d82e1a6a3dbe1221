#include "media/record_writer.h"

#include <algorithm>
#include <array>

#include "media/record_coco.h"
#include "media/record_csv.h"
#include "media/record_json.h"
#include "media/record_mot.h"
#include "media/record_openface.h"
#include "media/record_wider.h"
#include "mtcnn/error.h"

namespace mtcnn::media {
namespace {

constexpr std::array kFormats = {
    RecordFormat{"jsonl", "one JSON object a line, one line a frame", true, true, make_json_lines_writer},
    RecordFormat{"json", "one JSON array of such objects", true, true, make_json_array_writer},
    RecordFormat{"csv", "one row a face", true, false, make_csv_writer},
    RecordFormat{"openface", "CSV with OpenFace 2's columns, of one input", false, true, make_openface_writer},
    RecordFormat{"mot", "MOTChallenge's rows, of one input", false, false, make_mot_writer},
    RecordFormat{"coco", "COCO's results, one JSON array", true, false, make_coco_writer},
    RecordFormat{"wider", "WIDER FACE's text", true, true, make_wider_writer},
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
