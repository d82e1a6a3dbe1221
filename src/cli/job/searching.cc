#include "cli/job/searching.h"

#include <new>
#include <utility>
#include <variant>
#include <vector>

#include "mtcnn/error.h"

namespace mtcnn::cli {
namespace {

void search_alone(const Detector& detector, Item& item) {
  media::Record& record = item.record;
  try {
    record.faces = detector.detect(item.view());
  } catch (const Error& error) {
    record.error = error.of(record.source);
  } catch (const std::bad_alloc&) {
    record.error =
        Error(ErrorCode::kOutOfMemory, ErrorStage::kDetect, "there is not enough memory to search this picture")
            .of(record.source);
  }
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
  try {
    std::vector<std::vector<Face>> faces = detector_.detect(views);
    for (std::size_t index = 0; index < items.size(); ++index) items[index]->record.faces = std::move(faces[index]);
  } catch (const Error&) {
    for (Item* item : items) search_alone(detector_, *item);
  } catch (const std::bad_alloc&) {
    for (Item* item : items) search_alone(detector_, *item);
  }
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
