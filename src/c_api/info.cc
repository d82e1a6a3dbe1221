#include "mtcnn/info.h"

#include <string>
#include <vector>

#include "c_api/guard.h"
#include "mtcnn/mtcnn.h"

namespace mtcnn {
namespace {

/// NULL where there is no such recipe, or no memory to list them.
const RecipeInfo* recipe(std::size_t index) {
  const RecipeInfo* found = nullptr;
  guarded([&] {
    static const std::vector<RecipeInfo> infos = recipes();
    if (index < infos.size()) found = &infos[index];
  });
  return found;
}

}  // namespace
}  // namespace mtcnn

int mtcnn_abi_version(void) { return MTCNN_ABI_VERSION; }

const char* mtcnn_version(void) {
  const char* text = "";
  mtcnn::guarded([&] {
    static const std::string version = mtcnn::version();
    text = version.c_str();
  });
  return text;
}

const char* mtcnn_last_error(void) { return mtcnn::last_error(); }

void mtcnn_last_error_details(mtcnn_error_details* details) {
  if (details != nullptr) *details = mtcnn::last_error_details();
}

const char* mtcnn_status_name(int status) {
  switch (status) {
    case MTCNN_OK:
      return "ok";
    case MTCNN_ERROR_INVALID_ARGUMENT:
      return "invalid_argument";
    case MTCNN_ERROR_NOT_FOUND:
      return "not_found";
    case MTCNN_ERROR_UNREADABLE:
      return "unreadable";
    case MTCNN_ERROR_EMPTY:
      return "empty";
    case MTCNN_ERROR_UNSUPPORTED:
      return "unsupported";
    case MTCNN_ERROR_CORRUPT:
      return "corrupt";
    case MTCNN_ERROR_LIMIT:
      return "limit";
    case MTCNN_ERROR_UNWRITABLE:
      return "unwritable";
    case MTCNN_ERROR_OUT_OF_MEMORY:
      return "out_of_memory";
    case MTCNN_ERROR_INTERNAL:
      return "internal";
    case MTCNN_ERROR_DEADLINE:
      return "deadline";
    default:
      return "unknown";
  }
}

size_t mtcnn_recipe_count(void) {
  size_t count = 0;
  while (mtcnn::recipe(count) != nullptr) ++count;
  return count;
}

const char* mtcnn_recipe_name(size_t index) {
  const mtcnn::RecipeInfo* const recipe = mtcnn::recipe(index);
  return recipe != nullptr ? recipe->name.c_str() : nullptr;
}

const char* mtcnn_recipe_answers_as(size_t index) {
  const mtcnn::RecipeInfo* const recipe = mtcnn::recipe(index);
  return recipe != nullptr ? recipe->answers_as.c_str() : nullptr;
}
