#include "media/heif_bombs.h"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace mtcnn::test {
namespace {

void append(Bytes& bytes, const Bytes& more) { std::ranges::copy(more, std::back_inserter(bytes)); }

void append_number(Bytes& bytes, std::size_t number, int count) {
  for (int byte = count - 1; byte >= 0; --byte) bytes.push_back(static_cast<std::uint8_t>(number >> (8 * byte)));
}

Bytes numbers_of_16_bits(const std::vector<std::size_t>& numbers) {
  Bytes bytes;
  for (const std::size_t number : numbers) append_number(bytes, number, 2);
  return bytes;
}

Bytes box(std::string_view type, const Bytes& data) {
  Bytes bytes;
  append_number(bytes, data.size() + 8, 4);
  append(bytes, bytes_of(type));
  append(bytes, data);
  return bytes;
}

Bytes full_box(std::string_view type, const Bytes& data, std::uint8_t version = 0) {
  Bytes versioned = {version, 0, 0, 0};
  append(versioned, data);
  return box(type, versioned);
}

Bytes heif_with(const Bytes& boxes) {
  Bytes file = box("ftyp", bytes_of({"heic\0\0\0\0mif1heic", 16}));
  append(file, boxes);
  return file;
}

Bytes nested_boxes(std::string_view type, int depth) {
  Bytes boxes;
  for (int level = 0; level < depth; ++level) boxes = full_box(type, boxes);
  return heif_with(boxes);
}

Bytes many_boxes(int count) {
  Bytes properties;
  for (int index = 0; index < count; ++index) append(properties, full_box("ispe", Bytes(8, 1)));
  return heif_with(full_box("meta", box("iprp", box("ipco", properties))));
}

/// A picture of 64x64 that is made of others, by its number; the first is shown.
struct Derived {
  std::vector<std::size_t> parts;
};

/// `data` is what each says of how it is made.
Bytes heif_of(std::string_view type, const std::vector<Derived>& pictures, const Bytes& data) {
  Bytes places = {0x44, 0};
  Bytes kinds;
  Bytes properties;
  Bytes parts;
  append_number(places, pictures.size(), 2);
  append_number(kinds, pictures.size(), 2);
  append_number(properties, pictures.size(), 4);
  for (std::size_t index = 0; index < pictures.size(); ++index) {
    const std::size_t item = index + 1;
    append(places, numbers_of_16_bits({item, 1, 0, 1, 0, 0, 0, data.size()}));  // in idat
    Bytes kind = numbers_of_16_bits({item, 0});
    append(kind, bytes_of(type));
    kind.push_back(0);
    append(kinds, full_box("infe", kind, 2));
    append_number(properties, item, 2);
    append(properties, {2, 1, 2});
    std::vector<std::size_t> reference = pictures[index].parts;
    reference.insert(reference.begin(), {item, reference.size()});
    append(parts, box("dimg", numbers_of_16_bits(reference)));
  }
  Bytes descriptions = box("ipco", [] {
    Bytes size = full_box("ispe", numbers_of_16_bits({0, 64, 0, 64}));
    append(size, full_box("pixi", {3, 8, 8, 8}));
    return size;
  }());
  append(descriptions, full_box("ipma", properties));

  Bytes handler(4);
  append(handler, bytes_of("pict"));
  handler.resize(21);
  Bytes meta = full_box("hdlr", handler);
  append(meta, full_box("pitm", numbers_of_16_bits({1})));
  append(meta, full_box("iloc", places, 1));
  append(meta, full_box("iinf", kinds));
  append(meta, box("iprp", descriptions));
  append(meta, full_box("iref", parts));
  append(meta, box("idat", data));
  return heif_with(full_box("meta", meta));
}

/// Each a grid of 16 times 16 of the next.
std::vector<Derived> tree_of_grids(std::size_t depth) {
  std::vector<Derived> pictures;
  for (std::size_t item = 1; item <= depth; ++item) pictures.push_back({std::vector<std::size_t>(256, item + 1)});
  return pictures;
}

}  // namespace

std::vector<EncodedPicture> heif_bombs() {
  const Bytes grid_of_one = {0, 0, 0, 0, 0, 64, 0, 64};
  const Bytes grid_of_256 = {0, 0, 15, 15, 0, 64, 0, 64};
  const Bytes overlay = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 64, 0, 64, 0, 0, 0, 0};
  return {
      {"heif_nested_meta", nested_boxes("meta", 2000)},
      {"heif_nested_dinf", nested_boxes("dinf", 2000)},
      {"heif_of_20000_boxes", many_boxes(20000)},
      {"heif_that_is_itself", heif_of("iden", {{{1}}}, Bytes(8))},
      {"heif_that_are_each_other", heif_of("iden", {{{2}}, {{1}}}, Bytes(8))},
      {"heif_grid_of_itself", heif_of("grid", {{{1}}}, grid_of_one)},
      {"heif_overlay_of_itself", heif_of("iovl", {{{1}}}, overlay)},
      {"heif_grids_of_grids", heif_of("grid", tree_of_grids(19), grid_of_256)},
      {"heif_grids_of_grids_of_nothing", heif_of("grid", tree_of_grids(6), grid_of_256)},
  };
}

}  // namespace mtcnn::test
