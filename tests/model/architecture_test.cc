#include "model/architecture.h"

#include <gtest/gtest.h>

#include <map>

namespace mtcnn::test {
namespace {

TEST(Architecture, HasTheNumberOfValuesThatWereTrained) {
  std::map<std::string, int> values;
  for (const TensorSpecification& tensor : architecture()) {
    int count = 1;
    for (const int side : tensor.shape) count *= side;
    values[tensor.name.substr(0, 4)] += count;
  }
  EXPECT_EQ(values, (std::map<std::string, int>{{"pnet", 6632}, {"rnet", 100178}, {"onet", 389040}}));
}

}  // namespace
}  // namespace mtcnn::test
