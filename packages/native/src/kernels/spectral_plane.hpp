// Two-dimensional Fourier transforms of real grids that are mirrored and faded out beyond their edges.
//
// Only rows of the grid itself are transformed: a row of the margin is a row of the grid times a weight, and so is its
// transform. Between the passes the spectrum lies in groups of eight columns, so that both passes run through memory in order:
// group g, row r, then real parts and imaginary parts of columns 8 g .. 8 g + 8. Kernel exp(+i ...), not normalised.
// `Stored` is the precision between the passes; within them it is double. Single precision there adds as much noise as the
// rounding of float32 samples did, for half of the memory.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <vector>

#include "kernels/spectral_lanes.hpp"
#include "kernels/spectral_line.hpp"
#include "runtime/job.hpp"

namespace gam::kernels {

// Along one axis: `samples` of the grid from `offset` on in a transform of `length`.
struct PaddedAxis {
  std::size_t samples, length, offset;
};

// Memory on the boundary of a large page, not set.
class LargePages {
 public:
  explicit LargePages(std::size_t bytes);
  template <typename T>
  T* as() const {
    return static_cast<T*>(memory_.get());
  }

 private:
  struct Free {
    void operator()(void* memory) const;
  };
  std::unique_ptr<void, Free> memory_;
};

// Which sample each index of a padded axis mirrors, and how much of it is left.
struct Extension {
  explicit Extension(const PaddedAxis& axis);

  std::vector<unsigned> index;
  std::vector<double> weight;
};

template <typename Stored>
class SpectralPlane {
 public:
  // Rows in one pair of eights.
  static constexpr std::size_t kRows = 16;

  SpectralPlane(const runtime::Job& job, const PaddedAxis& row, const PaddedAxis& col)
      : job_(job),
        row_(row),
        col_(col),
        row_line_(row.length),
        col_line_(col.length),
        row_extension_(row),
        col_extension_(col),
        stride_(kSpectralElement * row.samples),
        elements_(std::max(row_line_.elements(), col_line_.elements())),
        spectrum_(stride_ * groups() * sizeof(Stored)) {
    const std::size_t workers = std::min<std::size_t>(job.threads(), std::max(row_blocks(), groups()));
    for (std::size_t worker = 0; worker < workers; ++worker)
      scratch_.emplace_back(2 * kSpectralElement * elements_ * sizeof(double));
  }

  std::size_t row_blocks() const { return (row_.samples + kRows - 1) / kRows; }
  std::size_t half() const { return col_.length / 2 + 1; }
  std::size_t groups() const { return (half() + kSpectralLanes - 1) / kSpectralLanes; }
  Stored* group(std::size_t index) const { return spectrum_.template as<Stored>() + stride_ * index; }

  // load(first_row, count, elements) fills cols() elements with rows first_row .. first_row + count as spectral_pack does.
  // Leaves twice the transforms along rows.
  template <typename Load>
  void forward_rows(Load&& load) {
    job_.parallel(row_blocks(), [&](std::size_t block, unsigned worker) {
      const std::size_t first = block * kRows, count = rows_of(block);
      double* data = scratch_[worker].template as<double>();
      double* work = data + kSpectralElement * elements_;
      const bool margin = col_.length > col_.samples;
      load(first, count, margin ? work : data);
      if (margin) GAM_DISPATCH(spectral_extend, work, col_extension_.index.data(), col_extension_.weight.data(), col_.length, data);
      const double* pairs = col_line_.transform(data, work);
      GAM_DISPATCH(spectral_split, pairs, col_.length, half(), count, group(0) + kSpectralElement * first, stride_);
    });
    job_.progress(0.3);
  }

  // store(first_row, count, elements) takes the rows of the grid, not normalised.
  template <typename Store>
  void backward_rows(Store&& store) {
    job_.parallel(row_blocks(), [&](std::size_t block, unsigned worker) {
      const std::size_t first = block * kRows, count = rows_of(block);
      double* data = scratch_[worker].template as<double>();
      double* work = data + kSpectralElement * elements_;
      GAM_DISPATCH(spectral_merge, group(0) + kSpectralElement * first, stride_, half(), count, col_.length, data);
      store(first, count, col_line_.transform(data, work) + kSpectralElement * col_.offset);
    });
    job_.progress(1);
  }

  // change(group, spectrum, spare) of each group of columns in full length; returns which of the two holds elements whose
  // rows of the grid are kept.
  template <typename Change>
  void columns(Change&& change) {
    job_.parallel(groups(), [&](std::size_t index, unsigned worker) {
      double* data = scratch_[worker].template as<double>();
      double* work = data + kSpectralElement * elements_;
      GAM_DISPATCH(spectral_extend, group(index), row_extension_.index.data(), row_extension_.weight.data(), row_.length, data);
      double* transformed = row_line_.transform(data, work);
      const double* kept = change(index, transformed, transformed == data ? work : data);
      GAM_DISPATCH(spectral_keep, kept + kSpectralElement * row_.offset, row_.samples, group(index));
    });
    job_.progress(0.7);
  }

  const SpectralLine& row_line() const { return row_line_; }

 private:
  std::size_t rows_of(std::size_t block) const { return row_.samples - block * kRows < kRows ? row_.samples - block * kRows : kRows; }
  const runtime::Job& job_;
  PaddedAxis row_, col_;
  SpectralLine row_line_, col_line_;
  Extension row_extension_, col_extension_;
  std::size_t stride_, elements_;
  LargePages spectrum_;
  std::vector<LargePages> scratch_;  // one for each worker
};

}  // namespace gam::kernels
