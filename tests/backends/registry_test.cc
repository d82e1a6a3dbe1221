#include "backends/registry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "mtcnn/error.h"
#include "mtcnn/info.h"

namespace mtcnn::test {
namespace {

using testing::Contains;
using testing::HasSubstr;

TEST(Registry, MakesEveryBackendThatItLists) {
  ASSERT_FALSE(backends().empty());
  for (const BackendInfo& info : backends()) {
    EXPECT_EQ(make_backend(info.name, Weights::embedded(), 1).name, info.name);
  }
}

TEST(Registry, AutoIsTheFirst) {
  EXPECT_EQ(make_backend("auto", Weights::embedded(), 1).name, backends().front().name);
}

TEST(Registry, WhatIsUsedIsAvailableAndWhatIsAvailableIsCompiled) {
  for (const BackendInfo& info : backends()) {
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
    EXPECT_THAT(error.what(), HasSubstr("auto, native, reference"));
  }
}

}  // namespace
}  // namespace mtcnn::test
