#include "cli/job/reporting.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <new>
#include <system_error>
#include <utility>
#include <variant>

#include "cli/crop_plan.h"
#include "media/annotator.h"
#include "media/picture_writer.h"
#include "mtcnn/error.h"

namespace mtcnn::cli {
namespace {

void make_folder_of(const std::string& path) {
  std::error_code ignored;  // writing the file will tell
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), ignored);
}

}  // namespace

Reporting::Reporting(media::RecordWriter& writer, JobOutput& output, Messages& messages, Progress& progress,
                     const Settings& settings)
    : writer_(writer),
      output_(output),
      messages_(messages),
      progress_(progress),
      settings_(settings),
      position_(output.start().position),
      totals_(output.start().totals),
      troubles_(output.earlier_troubles()) {}

void Reporting::take(const Event& event) {
  if (const Item* const item = std::get_if<Item>(&event)) {
    take_item(*item);
  } else if (const ClipStart* const start = std::get_if<ClipStart>(&event)) {
    start_clip(*start);
  } else {
    end_clip(std::get<ClipEnd>(event));
  }
}

void Reporting::take_item(const Item& item) {
  if (settings_.records_share_terminal) progress_.hide();
  count(item);
  writer_.write(item.record);
  if (!item.record.error) {
    annotate(item);
    crop(item);
  }
  show_progress(item.expected_frames);
  advance();
}

void Reporting::show_progress(std::size_t expected_frames) {
  const std::size_t done = totals_.records();
  progress_.update({.done = done,
                    .earlier = output_.start().totals.records(),
                    .total = expected_frames > 0 ? std::max(expected_frames, done) : 0,
                    .faces = totals_.faces,
                    .input = position_.input + 1,
                    .inputs = settings_.inputs,
                    .clip_done = is_within_clip_ ? position_.frames + 1 : 0,
                    .clip_total = is_within_clip_ ? clip_frames_ : 0});
}

void Reporting::advance() {
  if (!is_within_clip_) return advance_to_next_input();
  ++position_.frames;
  if (settings_.resumes_within_clips) output_.reached(position_, totals_);
}

void Reporting::advance_to_next_input() {
  position_ = {.input = position_.input + 1, .frames = 0};
  is_within_clip_ = false;
  output_.reached(position_, totals_);
}

void Reporting::start_clip(const ClipStart& start) {
  is_within_clip_ = true;
  has_reported_cap_ = false;
  clip_frames_ = start.expected_frames;
  if (start.drawings.annotated.empty()) return;
  make_folder_of(start.drawings.annotated);
  annotated_clip_.emplace(start.drawings.annotated, start.source, start.info, settings_.threads);
}

void Reporting::end_clip(const ClipEnd& end) {
  if (!end.tally.damage.empty()) {
    ++totals_.damaged_clips;
    totals_.expected_frames += static_cast<std::size_t>(end.info.likely_frames.value_or(0));
    totals_.decoded_frames += static_cast<std::size_t>(end.tally.decoded);
    totals_.corrupt_frames += static_cast<std::size_t>(end.tally.corrupt);
    warn(end.source + ": " + end.tally.damage);
  }
  if (position_.frames == 0 && end.tally.damage.empty()) {
    warn(end.source + ": none of its frames is among those asked for");
  }
  totals_.dropped_frames += end.dropped;
  finish_annotated_clip(end.source);
  advance_to_next_input();
}

void Reporting::count(const Item& item) {
  const media::Record& record = item.record;
  if (record.error) {
    ++totals_.errors;
    ++totals_.failed_records;
    fail(record.error->what());
    return;
  }
  ++totals_.frames;
  totals_.faces += record.faces.size();
  if (record.faces.empty()) ++totals_.frames_without_face;
  if (!record.partial && !record.is_capped) return;
  ++totals_.partial;
  if (record.is_capped) report_cap(item);
  // A clip tells of its damage at its end.
  if (item.frame || !record.partial) return;
  warn(record.source + ": " + item.picture.damage);
}

/// Of a clip the first frame only.
void Reporting::report_cap(const Item& item) {
  if (item.frame && std::exchange(has_reported_cap_, true)) return;
  const std::string frame = item.frame ? fmt::format("frame {}: ", item.record.frame_index) : std::string();
  warn(
      item.record.source + ": " + frame +
      "there were more proposals than --max-proposals allows; the weakest were left out, so that faces may be missing");
}

void Reporting::warn(const std::string& trouble) {
  messages_.warning(trouble);
  note_trouble(trouble);
}

void Reporting::fail(const std::string& trouble) {
  messages_.error(trouble);
  note_trouble(trouble);
}

void Reporting::note_trouble(const std::string& trouble) {
  troubles_.push_back(trouble);
  output_.note_trouble(trouble);
}

void Reporting::annotate(const Item& item) {
  if (item.drawings.annotated.empty() || (item.frame && !annotated_clip_)) return;
  try {
    const raster::Canvas canvas = media::annotate(item.view(), item.record.faces, item.record.track_ids);
    if (item.frame) {
      annotated_clip_->write(canvas, item.frame->ticks);
      return;
    }
    make_folder_of(item.drawings.annotated);
    media::write_picture(canvas, item.drawings.annotated);
  } catch (const Error& error) {
    report_annotation(item.record.source, error.what());
  } catch (const std::bad_alloc&) {
    report_annotation(item.record.source, "there is not enough memory to draw on this picture");
  }
}

void Reporting::crop(const Item& item) {
  if (item.drawings.crops.empty()) return;
  const std::filesystem::path folder = item.drawings.crops;
  try {
    for (std::size_t face = 0; face < item.record.faces.size(); ++face) {
      const raster::Canvas canvas = raster::crop_face(item.view(), item.record.faces[face].landmarks, settings_.crops);
      const std::string path = folder / crop_name(item.record, face);
      make_folder_of(path);
      media::write_picture(canvas, path);
    }
  } catch (const Error& error) {
    report_drawing(item.record.source, "cropped", error.what());
  } catch (const std::bad_alloc&) {
    report_drawing(item.record.source, "cropped", "there is not enough memory");
  }
}

void Reporting::finish_annotated_clip(const std::string& source) {
  if (!annotated_clip_) return;
  try {
    if (annotated_clip_->has_frames()) annotated_clip_->finish();
    if (!annotated_clip_->note().empty()) messages_.warning(source + ": " + annotated_clip_->note());
  } catch (const Error& error) {
    report_annotation(source, error.what());
  }
  annotated_clip_.reset();
}

/// What is drawn of a clip ends with the first frame that cannot be.
void Reporting::report_annotation(const std::string& source, const std::string& reason) {
  report_drawing(source, "annotated", reason);
  annotated_clip_.reset();
}

void Reporting::report_drawing(const std::string& source, std::string_view deed, const std::string& reason) {
  ++totals_.errors;
  fail(fmt::format("{}: cannot be {}: {}", source, deed, reason));
}

}  // namespace mtcnn::cli
