#pragma once

namespace mtcnn::cli {

/// To be called before anything is opened. A reader of our output that goes away must be an error to handle and not
/// the end of the program; and where the caller closed a standard stream, its number must not go to the next file that
/// is opened, or messages would end up in it.
void prepare_standard_streams();

}  // namespace mtcnn::cli
