#include "backends/registry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "mtcnn/error.h"
#include "mtcnn/info.h"

namespace mtcnn::test {
namespace {

using testing::Contains;
using testing::HasSubstr;

/// Those that are made of our own code alone.
std::vector<BackendInfo> own_backends() {
  std::vector<BackendInfo> infos = backends();
  std::erase_if(infos, [](const BackendInfo& info) { return info.compiled.empty(); });
  return infos;
}

TEST(Registry, MakesEveryBackendThatItLists) {
  ASSERT_EQ(own_backends().size(), 2U);
  for (const BackendInfo& info : own_backends()) {
    EXPECT_EQ(make_backend(info.name, Weights::embedded(), 1).name, info.name);
  }
}

TEST(Registry, AutoIsTheFirst) {
  EXPECT_EQ(make_backend("auto", Weights::embedded(), 1).name, backends().front().name);
}

TEST(Registry, WhatIsUsedIsAvailableAndWhatIsAvailableIsCompiled) {
  for (const BackendInfo& info : own_backends()) {
    EXPECT_THAT(info.available, Contains(info.active));
    for (const std::string& name : info.available) EXPECT_THAT(info.compiled, Contains(name));
  }
}

TEST(Registry, UnknownNameIsRefusedWithThoseThereAre) {
  try {
    make_backend("abacus", Weights::embedded(), 1);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kNotFound);
    EXPECT_THAT(error.what(), HasSubstr("\"abacus\""));
    EXPECT_THAT(error.what(), HasSubstr("auto, native, reference, onnxruntime"));
  }
}

}  // namespace
}  // namespace mtcnn::test
