#pragma once

#include <random>
#include <span>

#include "media/hand_made_pictures.h"

namespace mtcnn::test {

/// A copy of `seed` with one to four changes such as radamsa makes: bits, numbers at the edges of their types, runs,
/// blocks that are repeated, swapped, removed or cut off, and parts of `other`.
Bytes mutated(const Bytes& seed, const Bytes& other, std::mt19937_64& random);

}  // namespace mtcnn::test
