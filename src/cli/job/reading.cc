#include "cli/job/reading.h"

#include <new>
#include <optional>
#include <utility>

#include "cli/job/interruption.h"
#include "media/file.h"
#include "media/not_enough_memory.h"
#include "media/picture.h"
#include "media/picture_name.h"
#include "media/picture_writer.h"
#include "media/place.h"

namespace mtcnn::cli {
namespace {

/// Of what is only partly there.
[[noreturn]] void refuse_part(const media::Input& input, const std::string& damage, const std::string& place) {
  throw Error(ErrorCode::kCorrupt, ErrorStage::kDecode, damage, {.where = place}).of(input.source);
}

media::Picture read_pixels(const std::string& source, const ReadingSettings& settings) {
  return settings.sandbox != nullptr ? settings.sandbox->read_picture(source)
                                     : media::read_picture(source, settings.limits);
}

Item read_picture(const media::Input& input, const DrawingPaths& drawings, const ReadingSettings& settings) {
  Item item;
  item.record.source = input.source;
  item.record.error = input.error;
  item.drawings = drawings;
  if (item.record.error) return item;
  try {
    item.picture = read_pixels(input.opened(), settings);
    if (settings.strict && !item.picture.damage.empty()) {
      refuse_part(input, item.picture.damage, item.picture.damage_place);
    }
    item.record.width = item.picture.view().displayed_width();
    item.record.height = item.picture.view().displayed_height();
    item.record.partial = !item.picture.damage.empty();
  } catch (const Error& error) {
    item.record.error = error;
  }
  return item;
}

/// A stream that is interrupted has come to its end; a file can be read again from where it was left.
media::ClipReader::Stop end_of_stream(const media::Input& input) {
  if (!media::is_stream(input.opened())) return {};
  return [] { return Interruption::signal() != 0; };
}

}  // namespace

void Reading::run(std::span<const media::Input> inputs, std::span<const DrawingPaths> drawings,
                  const Checkpoint& start) {
  const auto& [first, frames] = start.position;
  FrameForecast forecast(inputs.subspan(first), start.totals.records() - frames);
  passed_over_ = frames;
  for (std::size_t index = first; index < inputs.size(); ++index) {
    const DrawingPaths of_input = drawings.empty() ? DrawingPaths() : drawings[index];
    if (Interruption::signal() != 0 || !read(inputs[index], of_input, forecast)) return;
  }
}

bool Reading::read(const media::Input& input, const DrawingPaths& drawings, FrameForecast& forecast) {
  if (media::place_of(input.opened()) == media::Place::kStandardInput) {
    return read_standard_input(input, drawings, forecast);
  }
  if (input.is_clip) return read_clip(input, drawings, forecast);
  Item item = read_picture(input, drawings, settings_);
  forecast.picture_done();
  return emit_item(std::move(item), forecast);
}

media::ClipReader Reading::open_clip(const media::Input& input) const {
  const media::ClipReader::Stop stop = end_of_stream(input);
  return settings_.sandbox != nullptr
             ? settings_.sandbox->open_clip(input.opened(), settings_.selection, threads_, stop)
             : media::ClipReader(input.opened(), settings_.selection, threads_, stop, settings_.limits);
}

bool Reading::read_standard_input(const media::Input& input, DrawingPaths drawings, FrameForecast& forecast) {
  const bool is_clip = media::is_clip(input.source, media::standard_input_beginning());
  if (!drawings.annotated.empty()) {
    if (media::lower_case_extension(drawings.annotated).empty()) drawings.annotated += is_clip ? ".mp4" : ".png";
    if (is_clip == media::is_writable_picture_name(drawings.annotated)) {
      const Error error(ErrorCode::kInvalidArgument, ErrorStage::kOptions,
                        input.source + ": is a " + (is_clip ? "clip" : "picture") + ", which cannot be drawn as " +
                            drawings.annotated);
      forecast.clip_opened(1);
      forecast.clip_done(1);
      return emit_error(input.source, error, forecast);
    }
  }
  if (is_clip) return read_clip(input, drawings, forecast);
  Item item = read_picture(input, drawings, settings_);
  forecast.clip_opened(1);
  forecast.clip_done(1);
  return emit_item(std::move(item), forecast);
}

bool Reading::read_clip(const media::Input& input, const DrawingPaths& drawings, FrameForecast& forecast) {
  const std::size_t items_before = items_;
  bool is_wanted = true;
  ClipEnd end{.source = input.source, .info = {}, .tally = {}};
  bool is_open = false;
  try {
    media::ClipReader reader = open_clip(input);
    end.info = reader.info();
    const std::optional<std::size_t> expected = media::selected_frames(settings_.selection, end.info);
    forecast.clip_opened(expected);
    is_open = true;
    is_wanted = emit_(ClipStart{input.source, drawings, end.info, expected.value_or(0)}) &&
                read_frames(input, drawings, reader, forecast);
    end.tally = reader.tally();
  } catch (const Error& error) {
    is_wanted = emit_error(input.source, error, forecast);
  } catch (const std::bad_alloc&) {
    is_wanted = emit_error(input.source, media::not_enough_memory("clip", input.source), forecast);
  }
  if (!is_open) forecast.clip_opened(1);
  forecast.clip_done(items_ - items_before);
  return is_wanted && (!is_open || emit_(std::move(end)));
}

bool Reading::read_frames(const media::Input& input, const DrawingPaths& drawings, media::ClipReader& reader,
                          const FrameForecast& forecast) {
  const bool is_stream = media::is_stream(input.opened());
  while (std::optional<media::ClipFrame> frame = reader.next()) {
    if (!is_stream && Interruption::signal() != 0) return false;
    if (settings_.strict && (frame->is_damaged || frame->follows_loss)) {
      const std::string place = "frame " + std::to_string(frame->index);
      refuse_part(input, (frame->is_damaged ? "" : "before ") + place + " the clip is damaged", place);
    }
    Item item;
    item.record.source = input.source;
    item.record.is_of_clip = true;
    item.record.frame_index = frame->index;
    item.record.timestamp = frame->timestamp;
    item.record.width = frame->view.displayed_width();
    item.record.height = frame->view.displayed_height();
    item.record.partial = frame->is_damaged;
    item.drawings = drawings;
    item.is_live = media::is_live(input.opened());
    item.frame = std::move(frame);
    if (!emit_item(std::move(item), forecast)) return false;
  }
  const media::ClipTally& tally = reader.tally();
  if (settings_.strict && !tally.damage.empty()) {
    refuse_part(input, tally.damage, "frame " + std::to_string(tally.decoded));
  }
  return true;
}

bool Reading::emit_error(const std::string& source, const Error& error, const FrameForecast& forecast) {
  Item item;
  item.record.source = source;
  item.record.error = error;
  return emit_item(std::move(item), forecast);
}

bool Reading::emit_item(Item item, const FrameForecast& forecast) {
  if (items_++ < passed_over_) return true;
  item.expected_frames = forecast.total();
  return emit_(std::move(item));
}

}  // namespace mtcnn::cli
