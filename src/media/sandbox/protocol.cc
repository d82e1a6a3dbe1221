#include "media/sandbox/protocol.h"

#include <cmath>
#include <optional>

#include "image/view.h"
#include "media/decoders/decoders.h"

namespace mtcnn::media {
namespace {

void put_number(Message& message, const std::optional<double>& number) {
  message.put_flag(number.has_value());
  message.put(number.value_or(0));
}

std::optional<double> take_number(Message& message) {
  const bool is_there = message.take_flag();
  const auto number = message.take<double>();
  return is_there ? std::optional(number) : std::nullopt;
}

void put_count(Message& message, const std::optional<std::int64_t>& count) { message.put(count.value_or(-1)); }

std::optional<std::int64_t> take_count(Message& message) {
  const auto count = message.take<std::int64_t>();
  return count >= 0 ? std::optional(count) : std::nullopt;
}

void put_layout(Message& message, const ImageView& view) {
  message.put(view.width);
  message.put(view.height);
  message.put_choice(view.format);
  message.put_choice(view.orientation);
  message.put_choice(view.luma_weights);
  message.put_choice(view.luma_range);
}

/// A view without its planes.
ImageView take_layout(Message& message, const PictureLimits& limits) {
  ImageView view;
  view.width = message.take<int>();
  view.height = message.take<int>();
  view.format = message.take_choice(PixelFormat::kI420);
  view.orientation = message.take_choice(Orientation::kRotated270);
  view.luma_weights = message.take_choice(LumaWeights::kBt709);
  view.luma_range = message.take_choice(LumaRange::kFull);
  if (view.orientation < Orientation::kUpright) throw Nonsense("no orientation");
  try {
    check_size(view.width, view.height, limits);
  } catch (const Error& error) {
    throw Nonsense(error.what());
  }
  return view;
}

double take_finite(Message& message) {
  const auto number = message.take<double>();
  if (!std::isfinite(number)) throw Nonsense("no number");
  return number;
}

std::int64_t take_natural(Message& message) {
  const auto number = message.take<std::int64_t>();
  if (number < 0) throw Nonsense("a negative count");
  return number;
}

}  // namespace

void put_error(Message& message, const Error& error) {
  message.put_choice(error.code());
  message.put_choice(error.stage());
  message.put_text(error.what());
  message.put_text(error.details().input);
  message.put_text(error.details().where);
  put_number(message, error.details().limit);
  put_number(message, error.details().actual);
}

Error take_error(Message& message) {
  const auto code = message.take_choice(ErrorCode::kInternal);
  const auto stage = message.take_choice(ErrorStage::kWrite);
  const std::string text = message.take_text();
  ErrorDetails details;
  details.input = message.take_text();
  details.where = message.take_text();
  details.limit = take_number(message);
  details.actual = take_number(message);
  return {code, stage, text, details};
}

void put_picture(Message& message, const Picture& picture) {
  put_layout(message, picture.view());
  message.put<std::int64_t>(picture.stride);
  message.put_text(picture.damage);
  message.put_text(picture.damage_place);
}

Picture take_picture_without_pixels(Message& message, const PictureLimits& limits) {
  constexpr std::int64_t kMostPadding = 1 << 12;
  const ImageView view = take_layout(message, limits);
  const auto stride = message.take<std::int64_t>();
  const auto [rows, row_bytes] = plane_sizes(view).front();
  if (rows != view.height || view.format == PixelFormat::kNv12 || view.format == PixelFormat::kI420 ||
      stride < row_bytes || stride > row_bytes + kMostPadding) {
    throw Nonsense("no picture");
  }
  Picture picture;
  picture.stride = stride;
  picture.width = view.width;
  picture.height = view.height;
  picture.format = view.format;
  picture.orientation = view.orientation;
  picture.damage = message.take_text();
  picture.damage_place = message.take_text();
  return picture;
}

void put_clip_info(Message& message, const ClipInfo& info) {
  message.put_text(info.codec);
  put_count(message, info.frames);
  put_count(message, info.likely_frames);
  message.put(info.tick_numerator);
  message.put(info.tick_denominator);
  message.put(info.frame_rate);
}

ClipInfo take_clip_info(Message& message) {
  ClipInfo info;
  info.codec = message.take_text();
  info.frames = take_count(message);
  info.likely_frames = take_count(message);
  info.tick_numerator = message.take<int>();
  info.tick_denominator = message.take<int>();
  info.frame_rate = take_finite(message);
  if (info.tick_numerator <= 0 || info.tick_denominator <= 0) throw Nonsense("no clock");
  return info;
}

void put_clip_tally(Message& message, const ClipTally& tally) {
  message.put(tally.decoded);
  message.put(tally.corrupt);
  message.put_text(tally.damage);
}

ClipTally take_clip_tally(Message& message) {
  ClipTally tally;
  tally.decoded = take_natural(message);
  tally.corrupt = take_natural(message);
  tally.damage = message.take_text();
  return tally;
}

void put_clip_frame(Message& message, const ClipFrame& frame) {
  message.put(frame.index);
  message.put(frame.timestamp);
  message.put(frame.ticks);
  message.put_flag(frame.is_damaged);
  message.put_flag(frame.follows_loss);
  put_layout(message, frame.view);
}

ClipFrame take_clip_frame(Message& message, const PictureLimits& limits) {
  ClipFrame frame;
  frame.index = take_natural(message);
  frame.timestamp = take_finite(message);
  frame.ticks = message.take<std::int64_t>();
  frame.is_damaged = message.take_flag();
  frame.follows_loss = message.take_flag();
  frame.view = take_layout(message, limits);
  return frame;
}

}  // namespace mtcnn::media
