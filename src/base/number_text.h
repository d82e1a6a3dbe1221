#pragma once

#include <string>

namespace mtcnn {

/// The shortest decimal that reads back to the same value.
std::string number_text(double value);

}  // namespace mtcnn
