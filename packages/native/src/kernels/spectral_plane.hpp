// Two-dimensional Fourier transforms of real grids that are mirrored and faded out beyond their edges.
//
// Only rows of the grid itself are transformed: a row of the margin is a row of the grid times a weight, and so is its
// transform. Between the passes the spectrum lies in groups of eight columns, so that both passes run through memory in order:
// group g, row r, then real parts and imaginary parts of columns 8 g .. 8 g + 8. Kernel exp(+i ...), not normalised.
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

// Doubles on the boundary of a large page, not set.
class AlignedDoubles {
 public:
  explicit AlignedDoubles(std::size_t count);
  double* data() const { return data_.get(); }

 private:
  struct Free {
    void operator()(double* memory) const;
  };
  std::unique_ptr<double[], Free> data_;
};

class SpectralPlane {
 public:
  // Rows in one pair of eights.
  static constexpr std::size_t kRows = 16;

  SpectralPlane(const runtime::Job& job, const PaddedAxis& row, const PaddedAxis& col);

  const PaddedAxis& row() const { return row_; }
  const PaddedAxis& col() const { return col_; }
  std::size_t half() const { return col_.length / 2 + 1; }
  std::size_t groups() const { return (half() + kSpectralLanes - 1) / kSpectralLanes; }
  double* group(std::size_t index) const { return spectrum_.data() + stride_ * index; }

  // load(first_row, count, elements) fills cols() elements with rows first_row .. first_row + count as spectral_pack does.
  // Leaves twice the transforms along rows.
  template <typename Load>
  void forward_rows(Load&& load) {
    job_.parallel(row_blocks(), [&](std::size_t block, unsigned worker) {
      const std::size_t first = block * kRows, count = rows_of(block);
      double* data = scratch_[worker].data();
      double* work = data + kSpectralElement * elements_;
      load(first, count, work);
      extend(col_, col_index_, col_weight_, work, data);
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
      double* data = scratch_[worker].data();
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
      double* data = scratch_[worker].data();
      double* work = data + kSpectralElement * elements_;
      extend(row_, row_index_, row_weight_, group(index), data);
      double* transformed = row_line_.transform(data, work);
      const double* kept = change(index, transformed, transformed == data ? work : data);
      std::copy_n(kept + kSpectralElement * row_.offset, kSpectralElement * row_.samples, group(index));
    });
    job_.progress(0.7);
  }

  const SpectralLine& row_line() const { return row_line_; }

 private:
  std::size_t row_blocks() const { return (row_.samples + kRows - 1) / kRows; }
  std::size_t rows_of(std::size_t block) const { return row_.samples - block * kRows < kRows ? row_.samples - block * kRows : kRows; }
  static void extend(const PaddedAxis& axis, const std::vector<unsigned>& index, const std::vector<double>& weight, const double* from,
                     double* to);

  const runtime::Job& job_;
  PaddedAxis row_, col_;
  SpectralLine row_line_, col_line_;
  std::vector<unsigned> row_index_, col_index_;
  std::vector<double> row_weight_, col_weight_;
  std::size_t stride_, elements_;
  AlignedDoubles spectrum_;
  std::vector<AlignedDoubles> scratch_;  // one for each worker
};

}  // namespace gam::kernels
