#include "media/sandbox/frame_slots.h"

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavutil/imgutils.h>
}

#include <algorithm>
#include <cstring>
#include <new>
#include <numeric>
#include <span>

#include "image/view.h"

namespace mtcnn::media {
namespace {

/// Decoders write in steps of so many bytes, beyond the end of a row and of a plane if need be.
constexpr std::size_t kAlignment = 64;

constexpr std::size_t aligned(std::size_t bytes) { return (bytes + kAlignment - 1) / kAlignment * kAlignment; }

/// Frames for which the decoder has the last slots to itself, so that there is always one for a frame to be copied to.
constexpr std::uint32_t kMostOfDecoder = kMostSlots / 2;

/// Sizes of a frame's planes, with the rows and columns that the decoder writes around what is shown.
struct Planes {
  int strides[4] = {};
  std::size_t bytes[4] = {};

  std::size_t total() const {
    return std::accumulate(std::begin(bytes), std::end(bytes), std::size_t{0}, [](std::size_t sum, std::size_t plane) {
      return sum + (plane > 0 ? aligned(plane) + kAlignment : 0);
    });
  }
};

/// An error number of FFmpeg where the size is none.
int plan_planes(AVCodecContext& codec, const AVFrame& frame, Planes& planes) {
  int width = frame.width;
  int height = frame.height;
  int alignments[AV_NUM_DATA_POINTERS] = {};
  avcodec_align_dimensions2(&codec, &width, &height, alignments);
  const auto format = static_cast<AVPixelFormat>(frame.format);
  // A wider frame keeps the strides of chroma in their relation to that of luma, which some decoders rely on.
  for (bool is_aligned = false; !is_aligned; width += width & ~(width - 1)) {
    if (const int error = av_image_fill_linesizes(planes.strides, format, width); error < 0) return error;
    is_aligned = std::ranges::equal(planes.strides, std::span(alignments).first(4),
                                    [](int stride, int alignment) { return stride == 0 || stride % alignment == 0; });
  }
  const std::ptrdiff_t strides[4] = {planes.strides[0], planes.strides[1], planes.strides[2], planes.strides[3]};
  return av_image_fill_plane_sizes(planes.bytes, format, height, strides);
}

const std::uint8_t*& plane_data(ImageView& view, std::size_t plane) {
  return plane == 0 ? view.data : view.chroma[plane - 1];
}

std::ptrdiff_t& plane_stride(ImageView& view, std::size_t plane) {
  return plane == 0 ? view.stride : view.chroma_strides[plane - 1];
}

}  // namespace

void FrameSlots::begin_clip() {
  const std::scoped_lock lock(mutex_);
  ++clip_;
  for (Slot& slot : slots_) {
    if (!slot.is_used) slot = Slot();
  }
}

int FrameSlots::allocate(AVCodecContext* codec, AVFrame* frame, int flags) {
  if ((codec->codec->capabilities & AV_CODEC_CAP_DR1) == 0 || !is_viewed_as_it_is(frame->format)) {
    return avcodec_default_get_buffer2(codec, frame, flags);
  }
  Planes planes;
  if (const int error = plan_planes(*codec, *frame, planes); error < 0) return error;
  Slot* const slot = acquire(planes.total(), kMostOfDecoder);
  if (slot == nullptr) return avcodec_default_get_buffer2(codec, frame, flags);

  std::uint8_t* const memory = slot->memory.data();
  frame->buf[0] = av_buffer_create(
      memory, slot->memory.size(), [](void* self, std::uint8_t* data) { static_cast<FrameSlots*>(self)->let_go(data); },
      this, 0);
  if (frame->buf[0] == nullptr) {
    let_go(memory);
    return AVERROR(ENOMEM);
  }
  std::size_t offset = 0;
  for (int plane = 0; plane < 4 && planes.bytes[plane] > 0; ++plane) {
    frame->data[plane] = memory + offset;
    frame->linesize[plane] = planes.strides[plane];
    offset += aligned(planes.bytes[plane]) + kAlignment;
  }
  frame->extended_data = frame->data;
  return 0;
}

SharedFrame FrameSlots::place(ClipFrame& frame) {
  Slot* slot = slot_of(frame.view.data);
  if (slot == nullptr) slot = copy(frame);
  SharedFrame shared;
  shared.slot = static_cast<std::uint32_t>(slot - slots_.data());
  const std::array<PlaneSize, 3> sizes = plane_sizes(frame.view);
  for (std::size_t plane = 0; plane < sizes.size() && sizes[plane].rows > 0; ++plane) {
    shared.planes[plane].offset = static_cast<std::uint64_t>(plane_data(frame.view, plane) - slot->memory.data());
    shared.planes[plane].stride = plane_stride(frame.view, plane);
  }
  return shared;
}

FileDescriptor FrameSlots::take_file(std::uint32_t slot) {
  const std::scoped_lock lock(mutex_);
  return std::exchange(slots_[slot].file, FileDescriptor(-1));
}

FrameSlots::Slot* FrameSlots::acquire(std::size_t bytes, std::uint32_t most) try {
  const std::scoped_lock lock(mutex_);
  Slot* const slot = free_slot(bytes, most);
  if (slot == nullptr) return nullptr;
  if (slot->memory.size() != bytes) {
    *slot = Slot();
    slot->file = memory_file(bytes);
    slot->memory = SharedMemory::of_new_file(slot->file, bytes);
    slot->clip = clip_;
  }
  slot->is_used = true;
  return slot;
} catch (const std::bad_alloc&) {
  return nullptr;
}

/// Rather one of this size than one to be made, and rather a new one than one of another size.
FrameSlots::Slot* FrameSlots::free_slot(std::size_t bytes, std::uint32_t most) {
  Slot* found = nullptr;
  for (Slot& slot : std::span(slots_).first(most)) {
    if (slot.is_used) continue;
    if (slot.memory.size() == bytes) return &slot;
    if (found == nullptr || (found->memory.size() > 0 && slot.memory.size() == 0)) found = &slot;
  }
  return found;
}

void FrameSlots::let_go(const std::uint8_t* memory) {
  const std::scoped_lock lock(mutex_);
  const auto slot = std::ranges::find_if(slots_, [&](const Slot& of) { return of.memory.data() == memory; });
  if (slot == slots_.end()) return;
  slot->is_used = false;
  if (slot->clip != clip_) *slot = Slot();
}

FrameSlots::Slot* FrameSlots::slot_of(const std::uint8_t* byte) {
  const std::scoped_lock lock(mutex_);
  const auto slot = std::ranges::find_if(slots_, [&](const Slot& of) {
    return of.memory.data() != nullptr && byte >= of.memory.data() && byte < of.memory.data() + of.memory.size();
  });
  return slot != slots_.end() ? &*slot : nullptr;
}

FrameSlots::Slot* FrameSlots::copy(ClipFrame& frame) {
  const std::array<PlaneSize, 3> sizes = plane_sizes(frame.view);
  std::size_t bytes = 0;
  for (const PlaneSize& size : sizes) bytes += aligned(static_cast<std::size_t>(size.row_bytes)) * size.rows;
  Slot* const slot = acquire(bytes, kMostSlots);
  if (slot == nullptr) throw std::bad_alloc();
  std::uint8_t* target = slot->memory.data();
  // Before anything can fail: the frame owns the slot from here on.
  const std::shared_ptr<const void> owner(target, [this](const std::uint8_t* memory) { let_go(memory); });
  for (std::size_t plane = 0; plane < sizes.size() && sizes[plane].rows > 0; ++plane) {
    const std::uint8_t* source = plane_data(frame.view, plane);
    const auto stride = static_cast<std::ptrdiff_t>(aligned(static_cast<std::size_t>(sizes[plane].row_bytes)));
    plane_data(frame.view, plane) = target;
    for (int row = 0; row < sizes[plane].rows; ++row) {
      std::memcpy(target, source, static_cast<std::size_t>(sizes[plane].row_bytes));
      source += plane_stride(frame.view, plane);
      target += stride;
    }
    plane_stride(frame.view, plane) = stride;
  }
  frame.pixels = owner;
  return slot;
}

}  // namespace mtcnn::media
