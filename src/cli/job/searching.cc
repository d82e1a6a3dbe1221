#include "cli/job/searching.h"

#include <utility>
#include <variant>
#include <vector>

#include "mtcnn/error.h"

namespace mtcnn::cli {
namespace {

void keep(Detection detection, media::Record& record) {
  record.faces = std::move(detection.faces);
  record.is_capped = detection.is_capped;
  if (detection.error) record.error = detection.error->of(record.source);
}

}  // namespace

void Searching::search(std::span<Event> events) {
  detect(events);
  if (tracks_) track(events);
}

void Searching::detect(std::span<Event> events) const {
  std::vector<Item*> items;
  std::vector<ImageView> views;
  for (Event& event : events) {
    Item* const item = std::get_if<Item>(&event);
    if (item == nullptr || item->record.error) continue;
    items.push_back(item);
    views.push_back(item->view());
  }
  std::vector<Detection> detections = detector_.detect_each(views);
  for (std::size_t index = 0; index < items.size(); ++index) keep(std::move(detections[index]), items[index]->record);
  for (Item* item : items) {
    if (item->drawings.annotated.empty() && item->drawings.crops.empty()) item->drop_pixels();
  }
}

void Searching::track(std::span<Event> events) {
  for (Event& event : events) {
    if (std::holds_alternative<ClipStart>(event)) tracker_ = {};
    Item* const item = std::get_if<Item>(&event);
    if (item == nullptr || !item->frame || item->record.error) continue;
    item->record.track_ids = tracker_.update(item->record.faces);
  }
}

}  // namespace mtcnn::cli
