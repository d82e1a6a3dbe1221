#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/program.h"
#include "support/temporary_folder.h"

namespace mtcnn::test {

using Json = nlohmann::json;

/// A folder with pictures, in which the program runs.
class Detect : public testing::Test {
 protected:
  /// Copies the astronaut, in whose picture there is one face, into the folder.
  void add_astronaut(const std::string& name = "astronaut.png") const;

  /// Writes a small picture without faces.
  void add_plain_picture(const std::string& name) const;

  /// Runs `mtcnn-turbo detect` with these arguments.
  Outcome detect(std::vector<std::string> arguments, Surroundings surroundings = {}) const;

  TemporaryFolder folder_;
};

/// The file of a small picture without faces: a PNG, or where `jpeg` says so a JPEG.
std::string plain_picture(int width, int height, bool jpeg = false);

/// The objects of JSON Lines.
std::vector<Json> records_of(const std::string& lines);

}  // namespace mtcnn::test
