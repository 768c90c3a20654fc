#include "kernels/spectral_lanes.hpp"

#include "kernels/harmonic_lanes.hpp"

namespace gam::GAM_ISA {
namespace {

constexpr std::size_t kElement = 2 * kGroup;

// out[row] = in[lane] of an 8 x 8 block: lane <-> row.
inline void transpose(const double (&in)[kGroup][kGroup], double (&out)[kGroup][kGroup]) {
  for (std::size_t i = 0; i < kGroup; ++i)
    for (std::size_t j = 0; j < kGroup; ++j) out[j][i] = in[i][j];
}

template <typename T>
inline double sample(const T* source, std::size_t stride, std::size_t count, std::size_t row, std::size_t col) {
  return row < count ? static_cast<double>(source[row * stride + col]) : 0.0;
}

typedef float Singles __attribute__((vector_size(kWidth * sizeof(float))));
typedef float SinglesInMemory __attribute__((vector_size(kWidth * sizeof(float)), aligned(sizeof(float)), may_alias));

inline Lanes load_stored(const double* from) { return load(from); }
inline Lanes load_stored(const float* from) {
  const Singles singles = *reinterpret_cast<const SinglesInMemory*>(from);
  return __builtin_convertvector(singles, Lanes);
}
inline void store_stored(double* to, Lanes value) { store(to, value); }
inline void store_stored(float* to, Lanes value) { *reinterpret_cast<SinglesInMemory*>(to) = __builtin_convertvector(value, Singles); }

template <typename Stored>
void keep(const double* from, std::size_t count, Stored* to) {
  for (std::size_t i = 0; i < kElement * count; i += kWidth) store_stored(to + i, load(from + i));
}

template <typename Stored>
void extend(const Stored* from, const unsigned* index, const double* weight, std::size_t count, double* to) {
  for (std::size_t i = 0; i < count; ++i)
    for (std::size_t lane = 0; lane < kElement; lane += kWidth)
      store(to + kElement * i + lane, weight[i] * load_stored(from + kElement * index[i] + lane));
}

template <typename Stored>
void split(const double* pairs, std::size_t length, std::size_t half, std::size_t count, Stored* groups, std::size_t stride) {
  double low[2][kGroup][kGroup] = {}, high[2][kGroup][kGroup] = {};  // real and imaginary parts of rows 0 .. 8 and 8 .. 16
  double block[kGroup][kGroup];
  for (std::size_t first = 0; first < half; first += kGroup, groups += stride) {
    for (std::size_t column = 0; column < kGroup; ++column) {
      const std::size_t k = first + column;
      if (k >= half) {
        for (std::size_t lane = 0; lane < kGroup; ++lane)
          low[0][column][lane] = low[1][column][lane] = high[0][column][lane] = high[1][column][lane] = 0;
        continue;
      }
      const double* direct = pairs + kElement * k;
      const double* mirror = pairs + kElement * (k == 0 ? 0 : length - k);
      for (std::size_t lane = 0; lane < kGroup; lane += kWidth) {
        const Lanes a = load(direct + lane), b = load(direct + kGroup + lane);
        const Lanes c = load(mirror + lane), d = load(mirror + kGroup + lane);
        store(&low[0][column][lane], a + c);
        store(&low[1][column][lane], b - d);
        store(&high[0][column][lane], b + d);
        store(&high[1][column][lane], c - a);
      }
    }
    for (std::size_t part = 0; part < 2; ++part) {
      transpose(low[part], block);
      for (std::size_t row = 0; row < kGroup && row < count; ++row)
        for (std::size_t lane = 0; lane < kGroup; lane += kWidth)
          store_stored(groups + kElement * row + kGroup * part + lane, load(&block[row][lane]));
      transpose(high[part], block);
      for (std::size_t row = 0; row < kGroup && row + kGroup < count; ++row)
        for (std::size_t lane = 0; lane < kGroup; lane += kWidth)
          store_stored(groups + kElement * (row + kGroup) + kGroup * part + lane, load(&block[row][lane]));
    }
  }
}

template <typename Stored>
void merge(const Stored* groups, std::size_t stride, std::size_t half, std::size_t count, std::size_t length, double* pairs) {
  double rows[kGroup][kGroup];
  double low[2][kGroup][kGroup], high[2][kGroup][kGroup];
  for (std::size_t first = 0; first < half; first += kGroup, groups += stride) {
    for (std::size_t part = 0; part < 2; ++part) {
      for (std::size_t row = 0; row < kGroup; ++row)
        for (std::size_t lane = 0; lane < kGroup; lane += kWidth)
          store(&rows[row][lane], row < count ? load_stored(groups + kElement * row + kGroup * part + lane) : Lanes{});
      transpose(rows, low[part]);
      for (std::size_t row = 0; row < kGroup; ++row)
        for (std::size_t lane = 0; lane < kGroup; lane += kWidth)
          store(&rows[row][lane], row + kGroup < count ? load_stored(groups + kElement * (row + kGroup) + kGroup * part + lane) : Lanes{});
      transpose(rows, high[part]);
    }
    for (std::size_t column = 0; column < kGroup && first + column < half; ++column) {
      const std::size_t k = first + column;
      const bool own = k == 0 || 2 * k == length;  // its own mirror image: real rows leave no imaginary part there
      for (std::size_t lane = 0; lane < kGroup; lane += kWidth) {
        const Lanes a = load(&low[0][column][lane]), c = load(&high[0][column][lane]);
        const Lanes b = own ? Lanes{} : load(&low[1][column][lane]), d = own ? Lanes{} : load(&high[1][column][lane]);
        store(pairs + kElement * k + lane, a - d);
        store(pairs + kElement * k + kGroup + lane, b + c);
        if (!own) {
          store(pairs + kElement * (length - k) + lane, a + d);
          store(pairs + kElement * (length - k) + kGroup + lane, c - b);
        }
      }
    }
  }
}

}  // namespace

kernels::SpectralRowSums spectral_row_sums(const float* row, std::size_t cols) {
  double sums[5][kGroup] = {};
  for (std::size_t col = 0; col < cols; col += kGroup) {
    const std::size_t lanes = cols - col < kGroup ? cols - col : kGroup;
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      const double value = static_cast<double>(row[col + lane]);
      const double x = static_cast<double>(col + lane);
      const bool finite = value == value;
      sums[0][lane] += finite ? 1.0 : 0.0;
      sums[1][lane] += finite ? x : 0.0;
      sums[2][lane] += finite ? x * x : 0.0;
      sums[3][lane] += finite ? value : 0.0;
      sums[4][lane] += finite ? x * value : 0.0;
    }
  }
  double total[5] = {};
  for (std::size_t i = 0; i < 5; ++i)
    for (std::size_t lane = 0; lane < kGroup; ++lane) total[i] += sums[i][lane];
  return {total[0], total[1], total[2], total[3], total[4]};
}

std::size_t spectral_gaps(const float* values, std::size_t count) {
  std::size_t gaps = 0;
  constexpr std::size_t kBlock = 4096;  // counted in 32 bits, as wide as the samples
  for (std::size_t first = 0; first < count; first += kBlock) {
    const std::size_t end = first + kBlock < count ? first + kBlock : count;
    std::uint32_t found = 0;
    for (std::size_t i = first; i < end; ++i) found += values[i] != values[i];
    gaps += found;
  }
  return gaps;
}

void spectral_pack(const float* source, std::size_t stride, std::size_t count, std::size_t cols, const double* base, double slope,
                   double* elements) {
  for (std::size_t col = 0; col < cols; ++col) {
    const double rise = slope * static_cast<double>(col);
    double* element = elements + kElement * col;
    if (count == kElement) {
      for (std::size_t row = 0; row < kElement; ++row) element[row] = static_cast<double>(source[row * stride + col]) - (base[row] + rise);
    } else {
      for (std::size_t row = 0; row < kElement; ++row)
        element[row] = row < count ? sample(source, stride, count, row, col) - (base[row] + rise) : 0.0;
    }
  }
}

void spectral_pack_double(const double* source, std::size_t stride, std::size_t count, std::size_t cols, double* elements) {
  for (std::size_t col = 0; col < cols; ++col)
    for (std::size_t row = 0; row < kElement; ++row) elements[kElement * col + row] = sample(source, stride, count, row, col);
}

void spectral_extend(const double* from, const unsigned* index, const double* weight, std::size_t count, double* to) {
  extend(from, index, weight, count, to);
}
void spectral_extend(const float* from, const unsigned* index, const double* weight, std::size_t count, double* to) {
  extend(from, index, weight, count, to);
}
void spectral_keep(const double* from, std::size_t count, double* to) { keep(from, count, to); }
void spectral_keep(const double* from, std::size_t count, float* to) { keep(from, count, to); }
void spectral_split(const double* pairs, std::size_t length, std::size_t half, std::size_t count, double* groups, std::size_t stride) {
  split(pairs, length, half, count, groups, stride);
}
void spectral_split(const double* pairs, std::size_t length, std::size_t half, std::size_t count, float* groups, std::size_t stride) {
  split(pairs, length, half, count, groups, stride);
}
void spectral_merge(const double* groups, std::size_t stride, std::size_t half, std::size_t count, std::size_t length, double* pairs) {
  merge(groups, stride, half, count, length, pairs);
}
void spectral_merge(const float* groups, std::size_t stride, std::size_t half, std::size_t count, std::size_t length, double* pairs) {
  merge(groups, stride, half, count, length, pairs);
}

void spectral_turn(double* elements, const double* factors, std::size_t count) {
  for (std::size_t k = 0; k < count; ++k)
    for (std::size_t lane = 0; lane < kGroup; lane += kWidth) {
      double* element = elements + kElement * k + lane;
      const Lanes re = load(element), im = load(element + kGroup);
      store(element, factors[2 * k] * re - factors[2 * k + 1] * im);
      store(element + kGroup, factors[2 * k] * im + factors[2 * k + 1] * re);
    }
}

void spectral_turn_back(double* elements, const double* factors, std::size_t count) {
  for (std::size_t k = 0; k < count; ++k)
    for (std::size_t lane = 0; lane < kGroup; lane += kWidth) {
      double* element = elements + kElement * k + lane;
      const Lanes re = load(element), im = load(element + kGroup);
      store(element, factors[2 * k] * re + factors[2 * k + 1] * im);
      store(element + kGroup, factors[2 * k + 1] * re - factors[2 * k] * im);
    }
}

// Rows lie far apart, often at a power of two: blocks of columns keep each cache line from being fetched for every column anew.
void spectral_unpack(const double* elements, std::size_t count, std::size_t cols, const double* base, double slope, const float* mask,
                     float* target) {
  for (std::size_t first = 0; first < cols; first += kElement) {
    const std::size_t end = first + kElement < cols ? first + kElement : cols;
    for (std::size_t row = 0; row < count; ++row) {
      float* to = target + row * cols;
      const float* before = mask == nullptr ? to : mask + row * cols;  // may be `to`, so it is read first
      for (std::size_t col = first; col < end; ++col) {
        const auto value = static_cast<float>(elements[kElement * col + row] + (base[row] + slope * static_cast<double>(col)));
        to[col] = mask == nullptr || before[col] == before[col] ? value : before[col];
      }
    }
  }
}

void spectral_unpack_double(const double* elements, std::size_t count, std::size_t cols, double scale, double* target) {
  for (std::size_t first = 0; first < cols; first += kElement) {
    const std::size_t end = first + kElement < cols ? first + kElement : cols;
    for (std::size_t row = 0; row < count; ++row)
      for (std::size_t col = first; col < end; ++col) target[row * cols + col] = scale * elements[kElement * col + row];
  }
}

}  // namespace gam::GAM_ISA
