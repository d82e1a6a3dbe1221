#include "base/cpu.h"

namespace mtcnn {

bool cpu_has_fma() {
#if defined(__x86_64__) || defined(__i386__)
  return __builtin_cpu_supports("fma");
#elif defined(__FP_FAST_FMAF)
  return true;
#else
  return false;
#endif
}

}  // namespace mtcnn
