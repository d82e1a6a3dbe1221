#pragma once

namespace mtcnn::bench {

/// Multiply-adds a second that the active instruction set does on so many threads, where nothing but registers is used.
double peak_multiply_adds(int threads);

}  // namespace mtcnn::bench
