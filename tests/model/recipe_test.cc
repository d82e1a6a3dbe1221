#include "model/recipe.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "mtcnn/error.h"
#include "mtcnn/info.h"

namespace mtcnn::test {
namespace {

TEST(Recipe, IsFoundByItsName) {
  for (const Recipe& recipe : all_recipes()) EXPECT_EQ(&find_recipe(recipe.name), &recipe);
}

TEST(Recipe, DefaultComesFirst) { EXPECT_EQ(recipes().front().name, "openface"); }

TEST(Recipe, UnknownNameIsRefusedWithThoseThereAre) {
  try {
    find_recipe("opencv");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kNotFound);
    EXPECT_EQ(error.stage(), ErrorStage::kOptions);
    EXPECT_THAT(error.what(), testing::HasSubstr("\"opencv\""));
    for (const RecipeInfo& recipe : recipes()) EXPECT_THAT(error.what(), testing::HasSubstr(recipe.name));
  }
}

}  // namespace
}  // namespace mtcnn::test
