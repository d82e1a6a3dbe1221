#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "media/ffmpeg_objects.h"

namespace mtcnn::media {

/// A container that is open for reading, wherever it lies.
class OpenClip {
 public:
  /// `source` as of `place_of`. `is_stopped` is asked while there is nothing to read; where it says so, reading ends.
  /// Throws Error (kCorrupt, kUnsupported, kUnreadable, and what `read_file_beginning` throws) that begins with
  /// `shown_source`. `file` is that of a file that is open already and stays so, -1 where it is not.
  OpenClip(const std::string& source, std::function<bool()> is_stopped, int file = -1);

  AVFormatContext& context() { return *context_; }

  bool is_seekable() const { return context_->pb == nullptr || (context_->pb->seekable & AVIO_SEEKABLE_NORMAL) != 0; }

  // Its address is what the callbacks know.
  OpenClip(const OpenClip&) = delete;
  OpenClip& operator=(const OpenClip&) = delete;

 private:
  struct FreeIo {
    void operator()(AVIOContext* io) const;
  };

  void open(const char* url, const AVInputFormat* format, Options options);
  void open_file();
  void open_standard_input();
  void open_url();
  void open_camera();
  void make_context();
  using Read = int (*)(void* self, std::uint8_t* bytes, int size);
  using Seek = std::int64_t (*)(void* self, std::int64_t offset, int whence);
  void read_through(Read read, Seek seek);
  int read_standard_input(std::uint8_t* bytes, int size) const;
  int read_given_file(std::uint8_t* bytes, int size);
  std::int64_t seek_given_file(std::int64_t offset, int whence);
  bool holds_container() const;

  std::string source_;
  std::function<bool()> is_stopped_;
  int file_;
  std::int64_t position_ = 0;                ///< in that file
  std::unique_ptr<AVIOContext, FreeIo> io_;  ///< of standard input or that file; outlives what reads from it
  InputContext context_;
};

/// True where FFmpeg's name for a format, or names separated by commas, is of a container that is opened.
bool is_container(std::string_view demuxer);

/// A stream of JPEGs, whose bytes begin like those of a picture: told by its name.
bool is_jpeg_stream(std::string_view path);

}  // namespace mtcnn::media
