// Pixels of a level or a crop: red, green and blue in planes, normalised.
//
// Every filter first fetches packed pixels, 32 bits each, by plain loops (a gather instruction is no faster than its
// loads), and does the rest on vectors whose lanes are output columns. The order of the columns is the caller's: PNet
// wants the even ones first. All operations are those of "The arithmetic" in docs/architecture.md.

#if defined(MTCNN_NATIVE_SAMPLER_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef MTCNN_NATIVE_SAMPLER_INL_H_
#undef MTCNN_NATIVE_SAMPLER_INL_H_
#else
#define MTCNN_NATIVE_SAMPLER_INL_H_
#endif

#include <hwy/highway.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "backends/native/layer-inl.h"
#include "backends/native/pixel_source.h"
#include "backends/native/sampling_plan.h"
#include "backends/native/scratch.h"

HWY_BEFORE_NAMESPACE();
namespace mtcnn::native::HWY_NAMESPACE {

using Words = hn::Vec<hn::RebindToUnsigned<FloatTag>>;
using Integers = hn::Vec<hn::RebindToSigned<FloatTag>>;

/// Red, green and blue of kLanes pixels.
struct Colours {
  Floats red;
  Floats green;
  Floats blue;
};

template <int kByte>
HWY_INLINE Integers byte_of(Words pixels) {
  const hn::RebindToUnsigned<FloatTag> du;
  const hn::RebindToSigned<FloatTag> di;
  return hn::BitCast(di, hn::And(hn::ShiftRight<8 * kByte>(pixels), hn::Set(du, 0xFF)));
}

/// A colour of image/luma_chroma.h.
HWY_INLINE Floats colour_of_units(Integers units) {
  const FloatTag d;
  const hn::RebindToSigned<FloatTag> di;
  const Integers value = hn::ShiftRight<kLumaChromaShift>(units);
  return hn::ConvertTo(d, hn::Min(hn::Max(value, hn::Zero(di)), hn::Set(di, 255)));
}

HWY_INLINE Colours colours_of_planes(Integers y, Integers cb, Integers cr, const LumaChromaCoefficients& coefficients) {
  const hn::RebindToSigned<FloatTag> di;
  y = hn::Sub(y, hn::Set(di, coefficients.black));
  cb = hn::Sub(cb, hn::Set(di, 128));
  cr = hn::Sub(cr, hn::Set(di, 128));
  const Integers luma = hn::Add(hn::Mul(y, hn::Set(di, coefficients.luma)), hn::Set(di, 1 << (kLumaChromaShift - 1)));
  const auto part = [&](Integers chroma, std::int32_t coefficient)
                        HWY_ATTR { return hn::Mul(chroma, hn::Set(di, coefficient)); };
  return {colour_of_units(hn::Add(luma, part(cr, coefficients.red_cr))),
          colour_of_units(hn::Add(hn::Add(luma, part(cb, coefficients.green_cb)), part(cr, coefficients.green_cr))),
          colour_of_units(hn::Add(luma, part(cb, coefficients.blue_cb)))};
}

template <PixelBytes kBytes>
HWY_INLINE Colours colours_of(Words pixels, const LumaChromaCoefficients& coefficients) {
  const FloatTag d;
  if constexpr (kBytes == PixelBytes::kLumaChroma) {
    return colours_of_planes(byte_of<0>(pixels), byte_of<1>(pixels), byte_of<2>(pixels), coefficients);
  }
  const Floats first = hn::ConvertTo(d, byte_of<0>(pixels));
  if constexpr (kBytes == PixelBytes::kGrey) return {first, first, first};
  const Floats second = hn::ConvertTo(d, byte_of<1>(pixels));
  const Floats third = hn::ConvertTo(d, byte_of<2>(pixels));
  if constexpr (kBytes == PixelBytes::kRgb) return {first, second, third};
  return {third, second, first};
}

struct ColourPairs {
  Colours first;
  Colours second;
};

/// `low` and `high` are the halves of the 64 bits of each pair.
template <PairBytes kBytes>
HWY_INLINE ColourPairs colours_of_plane_pairs(Words low, Words high, const LumaChromaCoefficients& coefficients) {
  const hn::RebindToSigned<FloatTag> di;
  const auto place = [&](ChromaPlace value)
                         HWY_ATTR { return hn::Eq(byte_of<2>(high), hn::Set(di, static_cast<std::int32_t>(value))); };
  const auto first_is_middle = place(ChromaPlace::kMiddleAndRight);
  const auto second_is_middle = place(ChromaPlace::kLeftAndMiddle);
  const auto mean = [&](Integers left, Integers right)
                        HWY_ATTR { return hn::ShiftRight<1>(hn::Add(hn::Add(left, right), hn::Set(di, 1))); };
  constexpr bool kIsNv12 = kBytes == PairBytes::kNv12;
  const Integers left_cb = byte_of<2>(low);
  const Integers left_cr = kIsNv12 ? byte_of<3>(low) : byte_of<0>(high);
  const Integers right_cb = kIsNv12 ? byte_of<0>(high) : byte_of<3>(low);
  const Integers right_cr = byte_of<1>(high);
  const Integers mean_cb = mean(left_cb, right_cb);
  const Integers mean_cr = mean(left_cr, right_cr);
  return {colours_of_planes(byte_of<0>(low), hn::IfThenElse(first_is_middle, mean_cb, left_cb),
                            hn::IfThenElse(first_is_middle, mean_cr, left_cr), coefficients),
          colours_of_planes(byte_of<1>(low), hn::IfThenElse(second_is_middle, mean_cb, right_cb),
                            hn::IfThenElse(second_is_middle, mean_cr, right_cr), coefficients)};
}

/// `lower` and `upper` are the first and the second half of kLanes pairs.
template <PairBytes kBytes, class Pairs>
HWY_INLINE ColourPairs colours_of_pairs(Pairs lower, Pairs upper, const LumaChromaCoefficients& coefficients) {
  const hn::RebindToUnsigned<FloatTag> du;
  const auto low_words = [&](Pairs a, Pairs b)
                             HWY_ATTR { return hn::ConcatEven(du, hn::BitCast(du, b), hn::BitCast(du, a)); };
  const auto high_words = [&](Pairs a, Pairs b)
                              HWY_ATTR { return hn::ConcatOdd(du, hn::BitCast(du, b), hn::BitCast(du, a)); };
  const Words first = low_words(lower, upper);
  if constexpr (kBytes == PairBytes::kNv12 || kBytes == PairBytes::kI420) {
    return colours_of_plane_pairs<kBytes>(first, high_words(lower, upper), coefficients);
  } else if constexpr (kBytes == PairBytes::kRgb24 || kBytes == PairBytes::kBgr24) {
    constexpr PixelBytes kPixel = kBytes == PairBytes::kRgb24 ? PixelBytes::kRgb : PixelBytes::kBgr;
    const Words second = low_words(hn::ShiftRight<24>(lower), hn::ShiftRight<24>(upper));
    return {colours_of<kPixel>(first, coefficients), colours_of<kPixel>(second, coefficients)};
  } else {
    constexpr PixelBytes kPixel = kBytes == PairBytes::kRgb32   ? PixelBytes::kRgb
                                  : kBytes == PairBytes::kBgr32 ? PixelBytes::kBgr
                                                                : PixelBytes::kGrey;
    return {colours_of<kPixel>(first, coefficients), colours_of<kPixel>(high_words(lower, upper), coefficients)};
  }
}

/// Calls function<PairBytes>() for how the pairs of the source lie.
template <class Function>
HWY_INLINE void for_pair_bytes(PairBytes bytes, const Function& function) {
  switch (bytes) {
    case PairBytes::kRgb24:
      return function.template operator()<PairBytes::kRgb24>();
    case PairBytes::kBgr24:
      return function.template operator()<PairBytes::kBgr24>();
    case PairBytes::kRgb32:
      return function.template operator()<PairBytes::kRgb32>();
    case PairBytes::kBgr32:
      return function.template operator()<PairBytes::kBgr32>();
    case PairBytes::kGrey:
      return function.template operator()<PairBytes::kGrey>();
    case PairBytes::kNv12:
      return function.template operator()<PairBytes::kNv12>();
    case PairBytes::kI420:
      return function.template operator()<PairBytes::kI420>();
  }
}

/// Calls function<PixelBytes>() for what the bytes of the source are.
template <class Function>
HWY_INLINE void for_bytes(PixelBytes bytes, const Function& function) {
  switch (bytes) {
    case PixelBytes::kRgb:
      return function.template operator()<PixelBytes::kRgb>();
    case PixelBytes::kBgr:
      return function.template operator()<PixelBytes::kBgr>();
    case PixelBytes::kGrey:
      return function.template operator()<PixelBytes::kGrey>();
    case PixelBytes::kLumaChroma:
      return function.template operator()<PixelBytes::kLumaChroma>();
  }
}

/// (value - 127.5) / 128
HWY_INLINE Floats normalised(Floats value) {
  const FloatTag d;
  return hn::Mul(hn::Sub(value, hn::Set(d, 127.5F)), hn::Set(d, 0.0078125F));
}

/// From a to b by the weight of b.
HWY_INLINE Floats blended(Floats a, Floats b, Floats weight) { return hn::MulAdd(weight, hn::Sub(b, a), a); }

/// Three planes of one row: red, green and blue, `step` floats apart.
struct RowPlanes {
  float* red = nullptr;
  std::ptrdiff_t step = 0;

  HWY_INLINE void store(const Colours& colours, std::size_t column) const {
    const FloatTag d;
    hn::Store(colours.red, d, red + column);
    hn::Store(colours.green, d, red + step + column);
    hn::Store(colours.blue, d, red + 2 * step + column);
  }
  HWY_INLINE Colours load(std::size_t column) const {
    const FloatTag d;
    return {hn::Load(d, red + column), hn::Load(d, red + step + column), hn::Load(d, red + 2 * step + column)};
  }
};

/// Samples the rows of one level or crop, one by one.
class RowSampler {
 public:
  /// `columns` are the columns of the output in the order in which they are wanted; there are `plan.count` of them, a
  /// multiple of kLanes. Everything must outlive the sampler.
  RowSampler(const SamplingPlan& plan, Scratch& scratch) : plan_(plan), source_(*plan.source) {
    const auto count = static_cast<std::size_t>(plan.count);
    switch (plan.sampling.filter) {
      case Filter::kBilinear:
        pairs_ = scratch.take<std::uint64_t>(count);
        for (BlendedRow& row : blended_) row.planes = {scratch.take<float>(3 * count), plan.count};
        break;
      case Filter::kWholePixelMean:
        pixels_ = scratch.take<std::uint32_t>(padded_columns());
        sums_ = scratch.take<std::uint32_t>(3 * padded_columns());
        break;
      case Filter::kFractionalMean:
        pixels_ = scratch.take<std::uint32_t>(padded_columns());
        source_row_ = {scratch.take<float>(3 * padded_columns()), static_cast<std::ptrdiff_t>(padded_columns())};
        break;
    }
  }

  /// Row `row` of the output.
  void sample(int row, const RowPlanes& output) {
    switch (plan_.sampling.filter) {
      case Filter::kBilinear:
        return sample_bilinear(row, output);
      case Filter::kWholePixelMean:
        return sample_whole_pixel_means(row, output);
      case Filter::kFractionalMean:
        return sample_fractional_means(row, output);
    }
  }

 private:
  /// A row of the picture, blended along x.
  struct BlendedRow {
    RowPlanes planes;
    int row = 0;
    bool is_valid = false;
  };

  void sample_bilinear(int row, const RowPlanes& output) {
    const FloatTag d;
    const Between y = plan_.row_between(row);
    if (!y.inside) {
      for (int channel = 0; channel < 3; ++channel) std::fill_n(output.red + channel * output.step, plan_.count, 0.0F);
      return;
    }
    const RowPlanes upper = blended_row(y.first, y.second);
    const RowPlanes lower = blended_row(y.second, y.first);
    // Their way from memory overlaps with the work on this row and the next.
    const Between later = plan_.row_between(row + 2);
    source_.prefetch(later.first, plan_.pairs);
    source_.prefetch(later.second, plan_.pairs);
    const Floats weight = hn::Set(d, y.weight);
    for (int column = 0; column < plan_.count; column += kLanes) {
      const Colours a = upper.load(column);
      const Colours b = lower.load(column);
      output.store({normalised(blended(a.red, b.red, weight)), normalised(blended(a.green, b.green, weight)),
                    normalised(blended(a.blue, b.blue, weight))},
                   column);
    }
    if (plan_.inside == nullptr) return;
    for (int column = 0; column < plan_.count; ++column) {
      if (plan_.inside[column]) continue;
      for (int channel = 0; channel < 3; ++channel) output.red[channel * output.step + column] = 0;
    }
  }

  /// Row `row` of the picture, blended along x; the one of `kept` stays if it is there.
  RowPlanes blended_row(int row, int kept) {
    for (BlendedRow& candidate : blended_) {
      if (candidate.is_valid && candidate.row == row) return candidate.planes;
    }
    BlendedRow& target = blended_[blended_[0].is_valid && blended_[0].row == kept ? 1 : 0];
    target.row = row;
    target.is_valid = true;
    if (row < 0 || row >= source_.height()) {
      std::fill_n(target.planes.red, 3 * static_cast<std::size_t>(plan_.count), 0.0F);
    } else {
      source_.fetch_pairs(row, plan_.pairs, pairs_);
      for_pair_bytes(source_.pair_bytes(), [&]<PairBytes kBytes>() HWY_ATTR { blend_columns<kBytes>(target.planes); });
    }
    return target.planes;
  }

  template <PairBytes kBytes>
  HWY_INLINE void blend_columns(const RowPlanes& output) const {
    const FloatTag d;
    const hn::Repartition<std::uint64_t, FloatTag> pairs;
    for (int column = 0; column < plan_.count; column += kLanes) {
      const Floats weight = hn::Load(d, plan_.weights + column);
      const auto lower = hn::Load(pairs, pairs_ + column);
      const auto upper = hn::Load(pairs, pairs_ + column + kLanes / 2);
      const auto [a, b] = colours_of_pairs<kBytes>(lower, upper, source_.coefficients());
      output.store({blended(a.red, b.red, weight), blended(a.green, b.green, weight), blended(a.blue, b.blue, weight)},
                   column);
    }
  }

  /// The columns of the region, and as many more as fill a vector.
  std::size_t padded_columns() const { return rounded_up(plan_.source_columns, kLanes); }

  void sample_whole_pixel_means(int row, const RowPlanes& output) {
    const Bin rows = plan_.row_bin(row);
    std::fill_n(sums_, 3 * padded_columns(), 0U);
    for (int y = rows.first; y < rows.end; ++y) {
      source_.fetch(y, plan_.first_column, plan_.source_columns, pixels_);
      for_bytes(source_.bytes(), [&]<PixelBytes kBytes>() HWY_ATTR { add_to_sums<kBytes>(); });
    }
    for (int column = 0; column < plan_.count; ++column) {
      const Bin columns = plan_.column_bins[column];
      const auto count = static_cast<float>(std::int64_t{rows.end - rows.first} * (columns.end - columns.first));
      for (int channel = 0; channel < 3; ++channel) {
        const std::uint32_t* const sums = sums_ + channel * padded_columns();
        std::int64_t sum = 0;
        for (int x = columns.first; x < columns.end; ++x) sum += sums[x];
        const float mean = static_cast<float>(sum) / count;
        output.red[channel * output.step + column] = (mean - 127.5F) * 0.0078125F;
      }
    }
  }

  template <PixelBytes kBytes>
  HWY_INLINE void add_to_sums() {
    const hn::RebindToUnsigned<FloatTag> du;
    const hn::RebindToSigned<FloatTag> di;
    const auto add = [&](std::uint32_t* sums, Floats colour) HWY_ATTR {
      const Words whole = hn::BitCast(du, hn::ConvertTo(di, colour));
      hn::Store(hn::Add(hn::Load(du, sums), whole), du, sums);
    };
    for (int column = 0; column < plan_.source_columns; column += kLanes) {
      const Colours colours = colours_of<kBytes>(hn::Load(du, pixels_ + column), source_.coefficients());
      add(sums_ + column, colours.red);
      add(sums_ + padded_columns() + column, colours.green);
      add(sums_ + 2 * padded_columns() + column, colours.blue);
    }
  }

  void sample_fractional_means(int row, const RowPlanes& output) {
    const FloatTag d;
    const FractionalBin rows = plan_.row_fraction(row);
    for (int channel = 0; channel < 3; ++channel) std::fill_n(output.red + channel * output.step, plan_.count, 0.0F);
    for (int y = rows.first_pixel(); y < rows.end_pixel(source_.height()); ++y) {
      source_.fetch(y, plan_.first_column, plan_.source_columns, pixels_);
      for_bytes(source_.bytes(), [&]<PixelBytes kBytes>() HWY_ATTR { normalise_source_row<kBytes>(); });
      add_fractions_of_row(hn::Set(d, rows.share(y)), output);
    }
    const Floats area = hn::Set(d, plan_.area);
    for (int column = 0; column < plan_.count; column += kLanes) {
      const Colours sums = output.load(column);
      output.store({hn::Div(sums.red, area), hn::Div(sums.green, area), hn::Div(sums.blue, area)}, column);
    }
  }

  template <PixelBytes kBytes>
  HWY_INLINE void normalise_source_row() {
    const hn::RebindToUnsigned<FloatTag> du;
    for (int column = 0; column < plan_.source_columns; column += kLanes) {
      const Colours colours = colours_of<kBytes>(hn::Load(du, pixels_ + column), source_.coefficients());
      source_row_.store({normalised(colours.red), normalised(colours.green), normalised(colours.blue)}, column);
    }
  }

  /// Adds the share of each output in the row of the picture: along x first, then times the row's own share.
  HWY_INLINE void add_fractions_of_row(Floats row_share, const RowPlanes& output) const {
    const FloatTag d;
    const hn::RebindToSigned<FloatTag> di;
    for (int column = 0; column < plan_.count; column += kLanes) {
      Colours row_sum{hn::Zero(d), hn::Zero(d), hn::Zero(d)};
      const auto* const firsts = plan_.fraction_firsts + column;
      for (int tap = 0; tap < plan_.fraction_taps; ++tap) {
        // Beyond the end of its bin an output's share is 0, and its pixel any that there is.
        const Integers index =
            hn::Min(hn::Add(hn::Load(di, firsts), hn::Set(di, tap)), hn::Set(di, source_.width() - 1));
        const Floats share = hn::Load(d, plan_.fraction_shares + tap * plan_.count + column);
        const auto add = [&](int channel, Floats sum) HWY_ATTR {
          return hn::MulAdd(share, hn::GatherIndex(d, source_row_.red + channel * source_row_.step, index), sum);
        };
        row_sum = {add(0, row_sum.red), add(1, row_sum.green), add(2, row_sum.blue)};
      }
      const Colours sums = output.load(column);
      output.store({hn::MulAdd(row_share, row_sum.red, sums.red), hn::MulAdd(row_share, row_sum.green, sums.green),
                    hn::MulAdd(row_share, row_sum.blue, sums.blue)},
                   column);
    }
  }

  const SamplingPlan& plan_;
  const PixelSource& source_;
  std::uint64_t* pairs_ = nullptr;
  std::uint32_t* pixels_ = nullptr;
  BlendedRow blended_[2];
  std::uint32_t* sums_ = nullptr;  ///< three planes of the columns of the picture, summed over the rows of a bin
  RowPlanes source_row_;           ///< a row of the picture, normalised
};

}  // namespace mtcnn::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
