#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "media/clips/clip_reader.h"
#include "media/sandbox/decoder_process.h"
#include "media/sandbox/protocol.h"

namespace mtcnn::media {

/// The frames of a clip that another process decodes. They lie in memory that both see, and nothing is copied.
class SandboxedClip final : public ClipReader::Source {
 public:
  SandboxedClip(std::shared_ptr<DecoderProcess> process, const std::string& source, const ClipOrder& order,
                const PictureLimits& limits, std::chrono::milliseconds patience, ClipReader::Stop stop);

  /// Ends the process if it is still at this clip.
  ~SandboxedClip() override;

  SandboxedClip(const SandboxedClip&) = delete;
  SandboxedClip& operator=(const SandboxedClip&) = delete;

  const ClipInfo& info() const override { return info_; }
  std::optional<ClipFrame> next() override;
  const ClipTally& tally() const override { return tally_; }

 private:
  ClipFrame take_frame(Message& message);

  std::string name_;
  std::shared_ptr<DecoderProcess> process_;
  PictureLimits limits_;
  DecoderProcess::Waiting waiting_;
  bool is_done_ = false;
  ClipInfo info_;
  ClipTally tally_;
};

}  // namespace mtcnn::media
