#pragma once

namespace mtcnn {

/// True where std::fma is an instruction of this CPU; elsewhere it is a slow function that gives the same numbers.
bool cpu_has_fma();

}  // namespace mtcnn
