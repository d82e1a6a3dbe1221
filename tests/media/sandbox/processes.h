#pragma once

#include <sys/types.h>

#include <cstddef>
#include <vector>

namespace mtcnn::test {

/// The processes that this one has started and not yet waited for.
std::vector<pid_t> children();

/// How many files this process has open.
std::size_t open_files();

}  // namespace mtcnn::test
