#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "media/clips/clip_reader.h"
#include "media/picture.h"

namespace mtcnn::media {

class DecoderProcess;

/// Reads pictures and clips in another process, which may do nothing but decode: a decoder that crashes, hangs or is
/// taken over ends there, and the next input gets a new process. What comes out is what `read_picture` and `ClipReader`
/// give. Streams of the network and cameras are not read.
///
/// The program that uses it calls `run_worker` where it is started with `kWorkerArgument` alone.
class Sandbox {
 public:
  struct Settings {
    PictureLimits limits;
    int most_lent = 16;  ///< frames of a clip that are decoded and still in use
    std::chrono::milliseconds patience = std::chrono::minutes(1);  ///< for a picture or frame
  };

  /// Starts the process.
  explicit Sandbox(const Settings& settings);
  ~Sandbox();

  Sandbox(const Sandbox&) = delete;
  Sandbox& operator=(const Sandbox&) = delete;

  /// Throws Error (kUnsupported, stage kOptions) where the system lacks what confines a process; so do the others.
  void wait_until_ready() const;

  /// Throws what `media::read_picture` does, kCorrupt where the decoder crashed, and kDeadline where it hung.
  Picture read_picture(const std::string& source);

  /// As the constructor of `ClipReader`; it and its `next` throw the same, kCorrupt where the decoder crashed, and
  /// kDeadline where it hung. Standard input may take any time. One clip at a time.
  ClipReader open_clip(const std::string& source, const ClipSelection& selection, int threads, ClipReader::Stop stop);

 private:
  /// That of the last input, if it can be used once more; ready.
  const std::shared_ptr<DecoderProcess>& process();

  Settings settings_;
  std::shared_ptr<DecoderProcess> process_;
};

}  // namespace mtcnn::media
