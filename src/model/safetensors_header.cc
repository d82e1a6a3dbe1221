#include "model/safetensors_header.h"

#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

namespace mtcnn {
namespace {

using Json = nlohmann::json;

/// The header, its tensors, their shapes.
enum Depth { kOutside = 0, kHeader = 1, kTensor = 2, kList = 3 };

class Collector final : public Json::json_sax_t {
 public:
  explicit Collector(const std::function<void(const std::string&)>& refuse) : refuse_(refuse) {}

  SafetensorsHeader take() { return std::move(header_); }

  bool is_object() const { return is_object_; }

  bool start_object(std::size_t /*size*/) override {
    if (depth_ == kOutside) is_object_ = true;
    if (depth_ == kHeader) header_[name_].emplace();
    if (depth_ == kTensor && is_within_tensor()) (*header_[name_])[field_].strange = "an object";
    return enter();
  }

  bool start_array(std::size_t /*size*/) override {
    if (depth_ == kTensor && is_within_tensor()) {
      (*header_[name_])[field_].list.emplace();
      list_ = &(*header_[name_])[field_];
    }
    return enter();
  }

  bool end_object() override { return leave(); }

  bool end_array() override { return leave(); }

  bool key(std::string& name) override {
    if (depth_ == kHeader) {
      if (header_.contains(name)) refuse_twice(name);
      header_[name];
      name_ = name;
    } else if (depth_ == kTensor && is_within_tensor()) {
      if (header_[name_]->contains(name)) refuse_twice(name);
      (*header_[name_])[name];
      field_ = name;
    }
    return true;
  }

  bool string(std::string& value) override {
    if (depth_ == kTensor && is_within_tensor()) {
      (*header_[name_])[field_].text = value;
      return true;
    }
    return strange('"' + value + '"');
  }

  bool number_unsigned(std::uint64_t value) override {
    const bool is_natural = std::in_range<std::int64_t>(value);
    if (!is_natural || list_ == nullptr || !list_->strange.empty()) return strange(std::to_string(value));
    list_->list->push_back(value);
    return true;
  }

  bool number_integer(std::int64_t value) override { return strange(std::to_string(value)); }
  bool number_float(double /*value*/, const std::string& text) override { return strange(text); }
  bool null() override { return strange("null"); }
  bool boolean(bool value) override { return strange(value ? "true" : "false"); }
  bool binary(Json::binary_t& /*value*/) override { return false; }
  bool parse_error(std::size_t /*position*/, const std::string& /*token*/, const Json::exception& /*error*/) override {
    return false;
  }

 private:
  void refuse_twice(const std::string& name) const { refuse_("its header names \"" + name + "\" twice"); }

  /// Not within something else that stands in a tensor's place.
  bool is_within_tensor() { return is_object_ && header_[name_].has_value(); }

  /// A value that no tensor has there.
  bool strange(const std::string& value) {
    SafetensorsValue* const place = list_ != nullptr                          ? list_
                                    : depth_ == kTensor && is_within_tensor() ? &(*header_[name_])[field_]
                                                                              : nullptr;
    if (place != nullptr && place->strange.empty()) place->strange = value;
    return true;
  }

  bool enter() {
    if (depth_ == kList) refuse_("its header nests more deeply than the format does");
    ++depth_;
    return true;
  }

  bool leave() {
    --depth_;
    list_ = nullptr;
    return true;
  }

  const std::function<void(const std::string&)>& refuse_;
  SafetensorsHeader header_;
  int depth_ = kOutside;
  bool is_object_ = false;
  std::string name_;
  std::string field_;
  SafetensorsValue* list_ = nullptr;  ///< whose elements come
};

}  // namespace

SafetensorsHeader read_safetensors_header(std::span<const std::uint8_t> text,
                                          const std::function<void(const std::string&)>& refuse) {
  Collector collector(refuse);
  if (!Json::sax_parse(text.begin(), text.end(), &collector) || !collector.is_object()) {
    refuse("not a safetensors file: its header is not a JSON object");
  }
  return collector.take();
}

}  // namespace mtcnn
