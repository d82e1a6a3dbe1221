#include "media/ffmpeg_objects.h"

namespace mtcnn::media {

std::string ffmpeg_error_text(int error) {
  char text[AV_ERROR_MAX_STRING_SIZE] = {};
  av_strerror(error, text, sizeof text);
  return text;
}

}  // namespace mtcnn::media
