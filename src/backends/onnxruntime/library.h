#pragma once

#include <memory>
#include <string>
#include <vector>

#include "backends/onnxruntime/abi.h"

namespace mtcnn::onnxruntime {

/// ONNX Runtime, loaded while the program runs, and its environment.
class Library {
 public:
  /// `path` is that of the file; the system is asked for "libonnxruntime.so.1" where it is empty. Throws Error (stage
  /// kOptions) that says what is wrong with it: it cannot be loaded, is another library, or of a version that was never
  /// tried.
  explicit Library(const std::string& path);
  ~Library();

  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;

  const std::string& version() const { return version_; }
  const abi::Env* env() const { return env_; }

  /// What it can compute with, as it names them, such as "CPUExecutionProvider"; the one that it prefers first.
  std::vector<std::string> providers() const;

  template <abi::Slot kSlot>
  auto function() const {
    return reinterpret_cast<typename abi::Function<kSlot>::Type>(table_[static_cast<std::size_t>(kSlot)]);
  }

  /// Calls a function that returns a status. Throws Error (stage kDetect) with what ONNX Runtime says of a failure.
  template <abi::Slot kSlot, class... Arguments>
  void call(Arguments... arguments) const {
    check(function<kSlot>()(arguments...));
  }

  /// The same for one that makes something, of which `kRelease` is the end.
  template <abi::Slot kCreate, abi::Slot kRelease, class Thing, class... Arguments>
  auto make(Arguments... arguments) const {
    Thing* thing = nullptr;
    call<kCreate>(arguments..., &thing);
    return std::unique_ptr<Thing, typename abi::Function<kRelease>::Type>(thing, function<kRelease>());
  }

 private:
  void check(abi::Status* status) const;

  std::string version_;
  abi::Table table_ = nullptr;
  abi::Env* env_ = nullptr;
};

}  // namespace mtcnn::onnxruntime
