#pragma once

#include <span>

#include "cli/detect_arguments.h"
#include "cli/job/job_description.h"
#include "media/input.h"

namespace mtcnn::cli {

/// What the bytes that `detect` writes depend on.
JobDescription describe_job(const DetectArguments& arguments, std::span<const media::Input> inputs);

}  // namespace mtcnn::cli
