// check_corrupted_weights COUNT SEED FILE...: damages the weight files, which our own tools wrote, in COUNT ways, and
// reads each. Prints a line for every kind of damage: how many there were, were refused with a code, and took at the
// most.

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "mtcnn/error.h"
#include "mtcnn/weights.h"
#include "support/files.h"

namespace mtcnn::test {
namespace {

using Bytes = std::string;
using Header = nlohmann::ordered_json;

class Chance {
 public:
  explicit Chance(std::uint64_t seed) : engine_(seed) {}

  /// From 0 to below `end`.
  std::uint64_t below(std::uint64_t end) { return engine_() % end; }
  char byte() { return static_cast<char>(below(256)); }

 private:
  std::mt19937_64 engine_;
};

constexpr std::size_t kLengthBytes = 8;

std::uint64_t header_length(const Bytes& file) {
  std::uint64_t length = 0;
  for (std::size_t byte = kLengthBytes; byte-- > 0;) length = length << 8 | static_cast<unsigned char>(file[byte]);
  return length;
}

void set_header_length(Bytes& file, std::uint64_t length) {
  for (std::size_t byte = 0; byte < kLengthBytes; ++byte) file[byte] = static_cast<char>(length >> 8 * byte & 0xFF);
}

std::size_t data_begin(const Bytes& file) { return kLengthBytes + header_length(file); }

void flip_bit(Bytes& file, std::size_t begin, std::size_t end, Chance& chance) {
  const std::size_t position = begin + chance.below(end - begin);
  file[position] = static_cast<char>(file[position] ^ 1 << chance.below(8));
}

// Damage by accident, which the checksum is for.

void flip_in_header(Bytes& file, Chance& chance) { flip_bit(file, 0, data_begin(file), chance); }

void flip_in_data(Bytes& file, Chance& chance) { flip_bit(file, data_begin(file), file.size(), chance); }

void flip_many(Bytes& file, Chance& chance) {
  for (std::uint64_t count = 2 + chance.below(63); count > 0; --count) flip_bit(file, 0, file.size(), chance);
}

void truncate(Bytes& file, Chance& chance) { file.resize(chance.below(file.size())); }

void truncate_in_header(Bytes& file, Chance& chance) { file.resize(chance.below(data_begin(file))); }

void append(Bytes& file, Chance& chance) { file.append(1 + chance.below(5000), chance.byte()); }

void overwrite(Bytes& file, Chance& chance) {
  const std::size_t begin = chance.below(file.size() - 4096);
  for (std::size_t left = 1 + chance.below(4096); left > 0; --left) file[begin + left] = chance.byte();
}

void swap_blocks(Bytes& file, Chance& chance) {
  constexpr std::size_t kBlock = 512;
  const std::size_t blocks = file.size() / kBlock;
  const auto first = file.begin() + static_cast<std::ptrdiff_t>(chance.below(blocks) * kBlock);
  const auto second = file.begin() + static_cast<std::ptrdiff_t>(chance.below(blocks) * kBlock);
  std::swap_ranges(first, first + kBlock, second);
}

void change_header_length(Bytes& file, Chance& chance) { set_header_length(file, chance.below(file.size())); }

void announce_huge_header(Bytes& file, Chance& chance) {
  set_header_length(file, std::numeric_limits<std::uint64_t>::max() >> chance.below(40));
}

void long_header(Bytes& file, Chance& chance) {
  const std::size_t longer = (1U << 20U) + chance.below(1U << 22U);
  file.insert(data_begin(file), longer, ' ');
  set_header_length(file, header_length(file) + longer);
}

// Files that contradict themselves. They carry no checksum, as those that other programs write.

/// Lets `change` alter the header.
void rewrite(Bytes& file, const std::function<void(Header&)>& change) {
  Header header = Header::parse(file.substr(kLengthBytes, header_length(file)));
  header.erase("__metadata__");
  change(header);
  const std::string text = header.dump();
  file = Bytes(kLengthBytes, '\0') + text + file.substr(data_begin(file));
  set_header_length(file, text.size());
}

/// Before the brace that ends it.
void add_to_header(Bytes& file, const std::string& text) {
  const std::uint64_t length = header_length(file);
  file.insert(kLengthBytes + length - 1, text);
  set_header_length(file, length + text.size());
}

const std::string& any_name(const Header& header, Chance& chance) {
  return std::next(header.begin(), static_cast<std::ptrdiff_t>(chance.below(header.size()))).key();
}

Header& any_tensor(Header& header, Chance& chance) { return header[any_name(header, chance)]; }

void other_shape(Bytes& file, Chance& chance) {
  rewrite(file, [&](Header& header) {
    Header& shape = any_tensor(header, chance)["shape"];
    Header& side = shape[chance.below(shape.size())];
    const std::uint64_t sides[] = {0, side.get<std::uint64_t>() + 1, side.get<std::uint64_t>() * 2, 1ULL << 62,
                                   std::numeric_limits<std::uint64_t>::max()};
    side = sides[chance.below(std::size(sides))];
  });
}

void other_dtype(Bytes& file, Chance& chance) {
  constexpr const char* kTypes[] = {"F16", "BF16", "F64", "I32", "U8", "BOOL", "f32", ""};
  rewrite(file, [&](Header& header) { any_tensor(header, chance)["dtype"] = kTypes[chance.below(std::size(kTypes))]; });
}

void other_offsets(Bytes& file, Chance& chance) {
  rewrite(file, [&](Header& header) {
    Header& offset = any_tensor(header, chance)["data_offsets"][chance.below(2)];
    offset = offset.get<std::uint64_t>() + 1 + chance.below(chance.below(2) == 0 ? 8 : 1ULL << 62);
  });
}

void overlap(Bytes& file, Chance& chance) {
  rewrite(file, [&](Header& header) {
    Header& from = any_tensor(header, chance)["data_offsets"];
    Header& to = any_tensor(header, chance)["data_offsets"];
    if (&from == &to) {
      to[1] = to[1].get<std::uint64_t>() + sizeof(float);
    } else {
      to = from;
    }
  });
}

void drop_tensor(Bytes& file, Chance& chance) {
  rewrite(file, [&](Header& header) { header.erase(any_name(header, chance)); });
}

void rename_tensor(Bytes& file, Chance& chance) {
  rewrite(file, [&](Header& header) {
    const std::string name = any_name(header, chance);
    header[name + "_"] = header[name];
    header.erase(name);
  });
}

void repeat_tensor(Bytes& file, Chance& chance) {
  std::string again;
  rewrite(file, [&](Header& header) {
    const std::string& name = any_name(header, chance);
    again = ',' + Header(name).dump() + ':' + header[name].dump();
  });
  add_to_header(file, again);
}

void drop_field(Bytes& file, Chance& chance) {
  constexpr const char* kFields[] = {"dtype", "shape", "data_offsets"};
  rewrite(file, [&](Header& header) { any_tensor(header, chance).erase(kFields[chance.below(std::size(kFields))]); });
}

void nest_deeply(Bytes& file, Chance& chance) {
  const std::size_t depth = 2 + chance.below(100'000);
  rewrite(file, [](Header&) {});
  add_to_header(file, ",\"nested\":" + std::string(depth, '[') + std::string(depth, ']'));
}

void name_thousands(Bytes& file, Chance& chance) {
  std::string more;
  for (std::uint64_t left = 1 + chance.below(20'000); left > 0; --left) more += ",\"" + std::to_string(left) + "\":0";
  rewrite(file, [](Header&) {});
  add_to_header(file, more);
}

void put_not_finite(Bytes& file, Chance& chance) {
  using Limits = std::numeric_limits<float>;
  rewrite(file, [](Header&) {});
  const float values[] = {Limits::quiet_NaN(), Limits::infinity(), -Limits::infinity(), Limits::signaling_NaN()};
  const float value = values[chance.below(std::size(values))];
  const std::size_t begin = data_begin(file);
  const std::size_t position = begin + chance.below((file.size() - begin) / sizeof value) * sizeof value;
  file.replace(position, sizeof value, reinterpret_cast<const char*>(&value), sizeof value);
}

struct Damage {
  const char* name;
  void (*apply)(Bytes&, Chance&);
};

constexpr Damage kDamages[] = {
    {"a bit of the header flipped", flip_in_header},
    {"a bit of the values flipped", flip_in_data},
    {"2 to 64 bits flipped", flip_many},
    {"truncated", truncate},
    {"truncated in the header", truncate_in_header},
    {"bytes behind the end", append},
    {"up to 4 KB overwritten", overwrite},
    {"two blocks exchanged", swap_blocks},
    {"another length of the header", change_header_length},
    {"a length of the header beyond the end", announce_huge_header},
    {"a header of megabytes", long_header},
    {"another shape", other_shape},
    {"another dtype", other_dtype},
    {"other offsets", other_offsets},
    {"tensors that overlap", overlap},
    {"a tensor missing", drop_tensor},
    {"an unknown tensor", rename_tensor},
    {"a tensor twice", repeat_tensor},
    {"a field missing", drop_field},
    {"deep nesting", nest_deeply},
    {"thousands of names", name_thousands},
    {"a value that is not finite", put_not_finite},
};

struct Tally {
  int files = 0;
  int refused = 0;
  double slowest_ms = 0;
};

/// Another file than the original.
Bytes damaged(const Bytes& original, const Damage& damage, Chance& chance) {
  Bytes file;
  do {
    file = original;
    damage.apply(file, chance);
  } while (file == original);
  return file;
}

bool is_refused_with_a_code(const Bytes& file) try {
  Weights::parse({reinterpret_cast<const std::uint8_t*>(file.data()), file.size()}, "the damaged file");
  return false;
} catch (const Error& error) {
  return error.stage() == ErrorStage::kWeights && !error.details().input.empty();
} catch (const std::exception& error) {
  std::fprintf(stderr, "without a code: %s\n", error.what());
  return false;
}

/// Of the CPU, so that what else the machine does is not measured.
double milliseconds() { return 1e3 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

void add(const Bytes& file, Tally& tally) {
  const double begin = milliseconds();
  const bool refused = is_refused_with_a_code(file);
  ++tally.files;
  tally.refused += refused ? 1 : 0;
  tally.slowest_ms = std::max(tally.slowest_ms, milliseconds() - begin);
}

void run(int count, std::uint64_t seed, const std::vector<Bytes>& originals) {
  Tally tallies[std::size(kDamages)];
  Chance chance(seed);
  for (int index = 0; index < count; ++index) {
    const std::size_t kind = static_cast<std::size_t>(index) % std::size(kDamages);
    add(damaged(originals[chance.below(originals.size())], kDamages[kind], chance), tallies[kind]);
  }
  for (std::size_t kind = 0; kind < std::size(kDamages); ++kind) {
    const Tally& tally = tallies[kind];
    std::printf("%s\t%d\t%d\t%.3f\n", kDamages[kind].name, tally.files, tally.refused, tally.slowest_ms);
  }
}

}  // namespace
}  // namespace mtcnn::test

int main(int argument_count, char** arguments) {
  std::vector<std::string> originals;
  for (int index = 3; index < argument_count; ++index) {
    const std::vector<std::uint8_t> file = mtcnn::test::read_file(arguments[index]);
    originals.emplace_back(file.begin(), file.end());
  }
  mtcnn::test::run(std::atoi(arguments[1]), std::strtoull(arguments[2], nullptr, 10), originals);
}
