#include "media/decoders/ffmpeg_log.h"

extern "C" {
#include <libavutil/log.h>
}

#include <cstdarg>
#include <cstdio>

namespace mtcnn::media {
namespace {

constexpr std::size_t kCapacity = 256;

thread_local char* first_error_of_thread = nullptr;

bool is_printable(char character) { return character >= 0x20 && character < 0x7F; }

void on_log(void*, int level, const char* format, va_list arguments) {
  if (level > AV_LOG_ERROR || first_error_of_thread == nullptr || *first_error_of_thread != '\0') return;
  std::vsnprintf(first_error_of_thread, kCapacity, format, arguments);
  // It ends in a line break, and may quote the file.
  char* end = first_error_of_thread;
  while (is_printable(*end)) ++end;
  *end = '\0';
}

}  // namespace

FfmpegLog::FfmpegLog() {
  static_assert(sizeof first_error_ == kCapacity);
  [[maybe_unused]] static const bool installed = (av_log_set_callback(on_log), true);
  first_error_of_thread = first_error_;
}

FfmpegLog::~FfmpegLog() { first_error_of_thread = nullptr; }

}  // namespace mtcnn::media
