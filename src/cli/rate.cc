#include "cli/rate.h"

#include <fmt/format.h>

namespace mtcnn::cli {

std::string rate_text(double per_second) {
  const int decimals = per_second >= 100 ? 0 : per_second >= 10 ? 1 : per_second >= 1 ? 2 : 3;
  return fmt::format("{:.{}f}", per_second, decimals);
}

}  // namespace mtcnn::cli
