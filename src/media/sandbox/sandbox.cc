#include "media/sandbox/sandbox.h"

#include <unistd.h>

#include <optional>
#include <utility>

#include "media/file.h"
#include "media/not_enough_memory.h"
#include "media/place.h"
#include "media/sandbox/decoder_process.h"
#include "media/sandbox/sandboxed_clip.h"
#include "media/sandbox/shared_memory.h"

namespace mtcnn::media {
namespace {

/// Who opens these reads what comes over the network.
void refuse_streams(const std::string& source) {
  const Place place = place_of(source);
  if (place == Place::kFile || place == Place::kStandardInput) return;
  throw Error(ErrorCode::kUnsupported, ErrorStage::kRead, "is not read in a sandbox").of(shown_source(source));
}

/// The encoded picture, as a file.
FileDescriptor file_of(const std::string& source) {
  return place_of(source) == Place::kFile ? open_file(source) : memory_file_of(read_standard_input());
}

void read_pixels(const FileDescriptor& file, Picture& picture) {
  picture.pixels.resize(static_cast<std::size_t>(picture.stride) * static_cast<std::size_t>(picture.height));
  for (std::size_t done = 0; done < picture.pixels.size();) {
    const ssize_t got =
        ::pread(file.number(), picture.pixels.data() + done, picture.pixels.size() - done, static_cast<off_t>(done));
    if (got <= 0) throw Nonsense("pixels are missing");
    done += static_cast<std::size_t>(got);
  }
}

}  // namespace

Sandbox::Sandbox(const Settings& settings)
    : settings_(settings), process_(std::make_shared<DecoderProcess>(settings.limits)) {}

Sandbox::~Sandbox() = default;

void Sandbox::wait_until_ready() const { process_->wait_until_ready(settings_.patience); }

const std::shared_ptr<DecoderProcess>& Sandbox::process() {
  if (!process_->is_idle()) {
    process_->end();  // frames that are still in use keep the object
    process_ = std::make_shared<DecoderProcess>(settings_.limits);
  }
  wait_until_ready();
  return process_;
}

Picture Sandbox::read_picture(const std::string& source) try {
  refuse_streams(source);
  const FileDescriptor file = file_of(source);
  const std::string name = shown_source(source);
  DecoderProcess& decoder = *process();
  Message request = message_of(RequestKind::kPicture);
  request.put_text(name);
  decoder.ask(request, file.number());
  AnswerKind kind = AnswerKind::kFailure;
  std::optional<Message> answer = decoder.answer(kind, {.name = name, .patience = settings_.patience});
  try {
    if (kind != AnswerKind::kPicture) throw Nonsense("no picture");
    Picture picture = take_picture_without_pixels(*answer, settings_.limits);
    read_pixels(answer->file(), picture);
    return picture;
  } catch (const Nonsense&) {
    decoder.end_for_nonsense(name);
  }
} catch (const std::bad_alloc&) {
  throw not_enough_memory("picture", shown_source(source));
}

ClipReader Sandbox::open_clip(const std::string& source, const ClipSelection& selection, int threads,
                              ClipReader::Stop stop) {
  refuse_streams(source);
  const ClipOrder order{.selection = selection, .threads = threads, .most_lent = settings_.most_lent};
  return ClipReader(
      std::make_unique<SandboxedClip>(process(), source, order, settings_.limits, settings_.patience, std::move(stop)));
}

}  // namespace mtcnn::media
