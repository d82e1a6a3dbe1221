#pragma once

#include <span>

#include "cli/job/events.h"
#include "mtcnn/detector.h"

namespace mtcnn::cli {

/// The second stage of a job: finds the faces of all items among the events together. An item that cannot be searched
/// gets an error.
void search(const Detector& detector, std::span<Event> events);

}  // namespace mtcnn::cli
