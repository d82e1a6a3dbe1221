#include "cli/detect_job.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <new>
#include <system_error>
#include <utility>

#include "media/annotator.h"
#include "media/picture_writer.h"
#include "mtcnn/error.h"

namespace mtcnn::cli {
namespace {

/// However many pictures a batch may have, it ends with the one that reaches this many bytes.
constexpr std::size_t kLargestBatchBytes = std::size_t{1} << 28;

}  // namespace

std::size_t DetectJob::Item::bytes() const {
  if (!frame) return picture.pixels.size();
  // Planes of chroma add half of the luma.
  const std::size_t plane = static_cast<std::size_t>(std::abs(frame->view.stride)) * frame->view.height;
  return plane + plane / 2;
}

Totals DetectJob::run(std::span<const media::Input> inputs, std::span<const std::string> annotated_paths) {
  forecast_.emplace(inputs);
  progress_.start();
  progress_.update(0, forecast_->total());
  for (std::size_t index = 0; index < inputs.size(); ++index) {
    const std::string annotated_path = annotated_paths.empty() ? "" : annotated_paths[index];
    if (inputs[index].is_clip) {
      run_clip(inputs[index], annotated_path);
    } else {
      run_picture(inputs[index], annotated_path);
    }
  }
  process_batch();
  progress_.hide();
  return totals_;
}

void DetectJob::run_picture(const media::Input& input, const std::string& annotated_path) {
  add(read_picture(input, annotated_path));
  forecast_->picture_done();
}

void DetectJob::run_clip(const media::Input& input, const std::string& annotated_path) {
  // What is drawn on belongs to one clip.
  process_batch();
  const std::size_t done_before = done_;
  bool is_open = false;
  try {
    media::ClipReader reader(input.source, settings_.selection, settings_.threads);
    const std::int64_t likely = reader.info().likely_frames.value_or(0);
    forecast_->clip_opened(static_cast<std::size_t>(media::selected_frames(settings_.selection, likely)));
    is_open = true;
    if (!annotated_path.empty()) {
      std::error_code ignored;  // writing the file will tell
      std::filesystem::create_directories(std::filesystem::path(annotated_path).parent_path(), ignored);
      annotated_clip_.emplace(annotated_path, input.source, reader.info(), settings_.threads);
    }
    run_frames(input, reader);
  } catch (const Error& error) {
    if (error.stage() == ErrorStage::kWrite) throw;
    add_error(input.source, error);
  } catch (const std::bad_alloc&) {
    add_error(input.source, Error(ErrorCode::kLimit, ErrorStage::kDecode,
                                  input.source + ": there is not enough memory for this clip"));
  }
  process_batch();
  finish_annotated_clip(input);
  if (!is_open) forecast_->clip_opened(1);
  forecast_->clip_done(done_ - done_before);
}

void DetectJob::run_frames(const media::Input& input, media::ClipReader& reader) {
  while (std::optional<media::ClipFrame> frame = reader.next()) {
    Item item;
    item.record.source = input.source;
    item.record.frame_index = frame->index;
    item.record.timestamp = frame->timestamp;
    item.record.width = frame->view.displayed_width();
    item.record.height = frame->view.displayed_height();
    item.record.partial = frame->is_damaged;
    item.frame = std::move(frame);
    add(std::move(item));
  }
  process_batch();
  end_clip(input, reader);
}

void DetectJob::end_clip(const media::Input& input, const media::ClipReader& reader) {
  const media::ClipTally& tally = reader.tally();
  if (tally.damage.empty()) return;
  ++totals_.damaged_clips;
  totals_.expected_frames += static_cast<std::size_t>(reader.info().likely_frames.value_or(0));
  totals_.decoded_frames += static_cast<std::size_t>(tally.decoded);
  totals_.corrupt_frames += static_cast<std::size_t>(tally.corrupt);
  messages_.warning(input.source + ": " + tally.damage);
}

DetectJob::Item DetectJob::read_picture(const media::Input& input, const std::string& annotated_path) {
  Item item;
  item.record.source = input.source;
  item.record.error = input.error;
  item.annotated_path = annotated_path;
  if (item.record.error) return item;
  try {
    item.picture = media::read_picture(input.source);
    item.record.width = item.picture.view().displayed_width();
    item.record.height = item.picture.view().displayed_height();
    item.record.partial = !item.picture.damage.empty();
  } catch (const Error& error) {
    item.record.error = media::RecordError{error.code(), error.stage(), error.what()};
  }
  return item;
}

void DetectJob::add_error(const std::string& source, const Error& error) {
  Item item;
  item.record.source = source;
  item.record.error = media::RecordError{error.code(), error.stage(), error.what()};
  add(std::move(item));
}

void DetectJob::add(Item item) {
  batch_bytes_ += item.bytes();
  batch_.push_back(std::move(item));
  if (batch_.size() >= static_cast<std::size_t>(settings_.batch_size) || batch_bytes_ >= kLargestBatchBytes) {
    process_batch();
  }
}

void DetectJob::process_batch() {
  if (batch_.empty()) return;
  detect_batch();
  if (settings_.records_share_terminal) progress_.hide();
  for (const Item& item : batch_) {
    report(item);
    writer_.write(item.record);
    if (!item.record.error) annotate(item);
  }
  done_ += batch_.size();
  progress_.update(done_, std::max(forecast_->total(), done_));
  batch_.clear();
  batch_bytes_ = 0;
}

void DetectJob::detect_batch() {
  std::vector<Item*> items;
  std::vector<ImageView> views;
  for (Item& item : batch_) {
    if (item.record.error) continue;
    items.push_back(&item);
    views.push_back(item.view());
  }
  try {
    std::vector<std::vector<Face>> faces = detector_.detect(views);
    for (std::size_t index = 0; index < items.size(); ++index) items[index]->record.faces = std::move(faces[index]);
  } catch (const Error&) {
    for (Item* item : items) detect_alone(*item);
  } catch (const std::bad_alloc&) {
    for (Item* item : items) detect_alone(*item);
  }
}

void DetectJob::detect_alone(Item& item) {
  media::Record& record = item.record;
  try {
    record.faces = detector_.detect(item.view());
  } catch (const Error& error) {
    record.error = media::RecordError{error.code(), error.stage(), record.source + ": " + error.what()};
  } catch (const std::bad_alloc&) {
    record.error = media::RecordError{ErrorCode::kLimit, ErrorStage::kDetect,
                                      record.source + ": there is not enough memory to search this picture"};
  }
}

void DetectJob::report(const Item& item) {
  const media::Record& record = item.record;
  if (record.error) {
    ++totals_.errors;
    messages_.error(record.error->message);
    return;
  }
  ++totals_.frames;
  totals_.faces += record.faces.size();
  if (record.faces.empty()) ++totals_.frames_without_face;
  if (!record.partial) return;
  ++totals_.partial;
  // A clip tells of its damage at its end.
  if (!item.frame) messages_.warning(record.source + ": " + item.picture.damage);
}

void DetectJob::annotate(const Item& item) {
  if (item.frame ? !annotated_clip_ : item.annotated_path.empty()) return;
  try {
    const media::Canvas canvas = media::annotate(item.view(), item.record.faces);
    if (item.frame) {
      annotated_clip_->write(canvas, item.frame->ticks);
      return;
    }
    std::error_code ignored;  // writing the file will tell
    std::filesystem::create_directories(std::filesystem::path(item.annotated_path).parent_path(), ignored);
    media::write_picture(canvas, item.annotated_path);
  } catch (const Error& error) {
    report_annotation(item.record.source, error.what());
  } catch (const std::bad_alloc&) {
    report_annotation(item.record.source, "there is not enough memory to draw on this picture");
  }
}

void DetectJob::finish_annotated_clip(const media::Input& input) {
  if (!annotated_clip_) return;
  try {
    if (annotated_clip_->has_frames()) annotated_clip_->finish();
    if (!annotated_clip_->note().empty()) messages_.warning(input.source + ": " + annotated_clip_->note());
  } catch (const Error& error) {
    report_annotation(input.source, error.what());
  }
  annotated_clip_.reset();
}

/// What is drawn of a clip ends with the first frame that cannot be.
void DetectJob::report_annotation(const std::string& source, const std::string& reason) {
  ++totals_.errors;
  messages_.error(source + ": cannot be annotated: " + reason);
  annotated_clip_.reset();
}

}  // namespace mtcnn::cli
