#include "media/sandbox/sandboxed_clip.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>
#include <vector>

#include "image/view.h"
#include "media/file.h"
#include "media/place.h"
#include "media/sandbox/shared_memory.h"

namespace mtcnn::media {
namespace {

/// Keeps the process from writing to a frame while somebody has it.
class Lease {
 public:
  Lease(std::shared_ptr<DecoderProcess> process, std::shared_ptr<const SharedMemory> memory, std::uint64_t number)
      : process_(std::move(process)), memory_(std::move(memory)), number_(number) {}
  ~Lease() { process_->release(number_); }

  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;

 private:
  std::shared_ptr<DecoderProcess> process_;
  std::shared_ptr<const SharedMemory> memory_;
  std::uint64_t number_;
};

/// The first row of a plane; throws Nonsense unless all of it lies within the memory.
const std::uint8_t* plane_in(const SharedMemory& memory, const SharedPlane& plane, const PlaneSize& size) {
  constexpr std::int64_t kMostStride = std::int64_t{1} << 20;
  const auto bytes = static_cast<std::int64_t>(memory.size());
  if (std::abs(plane.stride) > kMostStride || std::abs(plane.stride) < size.row_bytes) throw Nonsense("no stride");
  if (plane.offset > memory.size()) throw Nonsense("no offset");
  const auto first = static_cast<std::int64_t>(plane.offset);
  const std::int64_t last = first + plane.stride * (size.rows - 1);
  if (std::min(first, last) < 0 || std::max(first, last) + size.row_bytes > bytes) throw Nonsense("outside of memory");
  return memory.data() + first;
}

/// Of a clip on standard input, what the program has looked at already.
std::string taken_beginning() {
  std::string beginning(standard_input_beginning().size(), '\0');
  beginning.resize(
      take_standard_input_beginning({reinterpret_cast<std::uint8_t*>(beginning.data()), beginning.size()}));
  return beginning;
}

}  // namespace

SandboxedClip::SandboxedClip(std::shared_ptr<DecoderProcess> process, const std::string& source, const ClipOrder& order,
                             const PictureLimits& limits, std::chrono::milliseconds patience, ClipReader::Stop stop)
    : name_(shown_source(source)),
      process_(std::move(process)),
      limits_(limits),
      waiting_{.name = name_, .patience = patience, .is_stopped = std::move(stop), .most_lent = order.most_lent} {
  process_->begin_clip();
  Message request = message_of(RequestKind::kClip);
  request.put_text(source);
  request.put(order);
  if (place_of(source) == Place::kStandardInput) {
    request.put_text(taken_beginning());
    waiting_.patience = std::chrono::milliseconds(-1);  // nobody knows how long its writer takes
    process_->ask(request, STDIN_FILENO);
  } else {
    read_file_beginning(source, 1);  // throws what is wrong with the file itself
    process_->ask(request, open_file(source).number());
  }
  AnswerKind kind = AnswerKind::kFailure;
  std::optional<Message> message = process_->answer(kind, waiting_);
  if (!message) {
    process_->end();
    throw Error(ErrorCode::kUnreadable, ErrorStage::kDecode, "the clip cannot be opened: it was interrupted").of(name_);
  }
  try {
    if (kind != AnswerKind::kClip) throw Nonsense("no clip");
    info_ = take_clip_info(*message);
  } catch (const Nonsense&) {
    process_->end_for_nonsense(name_);
  }
}

SandboxedClip::~SandboxedClip() {
  if (!is_done_) process_->end();
}

std::optional<ClipFrame> SandboxedClip::next() {
  if (is_done_) return std::nullopt;
  AnswerKind kind = AnswerKind::kFailure;
  std::optional<Message> message;
  try {
    message = process_->answer(kind, waiting_);
  } catch (...) {
    is_done_ = true;
    throw;
  }
  if (!message) return std::nullopt;
  try {
    if (kind == AnswerKind::kFrame) return take_frame(*message);
    if (kind != AnswerKind::kClipEnd) throw Nonsense("no frame");
    tally_ = take_clip_tally(*message);
    is_done_ = true;
    return std::nullopt;
  } catch (const Nonsense&) {
    process_->end_for_nonsense(name_);
  }
}

ClipFrame SandboxedClip::take_frame(Message& message) {
  ClipFrame frame = take_clip_frame(message, limits_);
  const auto shared = message.take<SharedFrame>();
  const std::shared_ptr<const SharedMemory> memory = process_->slot(shared.slot, message.file());
  const std::array<PlaneSize, 3> sizes = plane_sizes(frame.view);
  frame.view.data = plane_in(*memory, shared.planes[0], sizes[0]);
  frame.view.stride = shared.planes[0].stride;
  for (std::size_t plane = 1; plane < sizes.size() && sizes[plane].rows > 0; ++plane) {
    frame.view.chroma[plane - 1] = plane_in(*memory, shared.planes[plane], sizes[plane]);
    frame.view.chroma_strides[plane - 1] = shared.planes[plane].stride;
  }
  process_->lend();
  frame.pixels = std::make_shared<Lease>(process_, memory, shared.lease);
  tally_.decoded = frame.index + 1;
  return frame;
}

}  // namespace mtcnn::media
