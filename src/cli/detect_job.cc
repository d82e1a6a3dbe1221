#include "cli/detect_job.h"

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

Totals DetectJob::run(std::span<const media::Input> inputs, std::span<const std::string> annotated_paths) {
  progress_.start(inputs.size());
  for (std::size_t index = 0; index < inputs.size(); ++index) {
    batch_.push_back(read_item(inputs[index], annotated_paths.empty() ? "" : annotated_paths[index]));
    batch_bytes_ += batch_.back().picture.pixels.size();
    if (batch_is_full()) process_batch();
  }
  process_batch();
  progress_.hide();
  return totals_;
}

DetectJob::Item DetectJob::read_item(const media::Input& input, const std::string& annotated_path) {
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

bool DetectJob::batch_is_full() const {
  return batch_.size() >= static_cast<std::size_t>(settings_.batch_size) || batch_bytes_ >= kLargestBatchBytes;
}

void DetectJob::process_batch() {
  detect_batch();
  if (settings_.records_share_terminal) progress_.hide();
  for (const Item& item : batch_) {
    report(item);
    writer_.write(item.record);
    if (!item.record.error && !item.annotated_path.empty()) annotate_item(item);
  }
  done_ += batch_.size();
  progress_.update(done_);
  batch_.clear();
  batch_bytes_ = 0;
}

void DetectJob::detect_batch() {
  std::vector<Item*> items;
  std::vector<ImageView> views;
  for (Item& item : batch_) {
    if (item.record.error) continue;
    items.push_back(&item);
    views.push_back(item.picture.view());
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
    record.faces = detector_.detect(item.picture.view());
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
  if (record.partial) {
    ++totals_.partial;
    messages_.warning(record.source + ": " + item.picture.damage);
  }
}

void DetectJob::annotate_item(const Item& item) {
  std::string reason;
  try {
    std::error_code ignored;  // writing the file will tell
    std::filesystem::create_directories(std::filesystem::path(item.annotated_path).parent_path(), ignored);
    media::write_picture(media::annotate(item.picture.view(), item.record.faces), item.annotated_path);
    return;
  } catch (const Error& error) {
    reason = error.what();
  } catch (const std::bad_alloc&) {
    reason = "there is not enough memory to draw on this picture";
  }
  ++totals_.errors;
  messages_.error(item.record.source + ": cannot be annotated: " + reason);
}

}  // namespace mtcnn::cli
