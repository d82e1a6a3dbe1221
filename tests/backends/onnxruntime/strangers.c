// Stands in for a version of ONNX Runtime that is not supported, and for a library that is another one.

#ifdef no_onnxruntime

int nothing_of_onnx_runtime(void) { return 0; }

#else

#include <stddef.h>
#include <stdint.h>

struct api_base {
  const void* (*get_api)(uint32_t version);
  const char* (*get_version_string)(void);
};

#ifdef old_onnxruntime
static const char* version_string(void) { return "1.5.2"; }
#else
static const char* version_string(void) { return "2.0.0"; }
#endif

static const void* get_api(uint32_t version) {
  (void)version;
  return NULL;
}

const struct api_base* OrtGetApiBase(void) {
  static const struct api_base base = {get_api, version_string};
  return &base;
}

#endif
