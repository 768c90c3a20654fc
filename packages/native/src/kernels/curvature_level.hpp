// One grid of the minimum-curvature solution: its samples, what the readings demand of them, and relaxation towards it.
//
// The equation is (1 - T) L(L z) = T L z with L z = z_xx + e z_yy, in units of the column step; e is the squared ratio of
// column step to row step. Away from readings L is the five-point difference. At a sample with a reading nearby, L is the combination of
// four neighbours, the sample and the reading that is exact for quadratic surfaces (five unknown derivatives, five values).
// Source: Smith and Wessel (1990), Gridding with continuous curvature splines in tension, Geophysics 55, 293-305;
// Briggs (1974), Machine contouring using minimum curvature, Geophysics 39, 39-48. The coefficients are derived in the source file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "runtime/job.hpp"

namespace gam::kernels {

// A reading in units of the finest grid: it stands at column `col`, row `row` (fractions allowed).
struct CurvatureReading {
  double col, row, value;
};

class CurvatureLevel {
 public:
  // Samples `stride` steps of the finest grid apart. Of the readings nearest to a sample only the closest counts (equally close: the
  // smallest value, so that the order of the readings does not matter).
  CurvatureLevel(const runtime::Job& job, std::size_t rows, std::size_t cols, std::size_t stride, double e, double tension,
                 std::span<const CurvatureReading> readings);

  std::size_t rows() const { return rows_; }
  std::size_t cols() const { return cols_; }
  double& at(std::size_t row, std::size_t col) { return z_[(row + 2) * pitch_ + col + 2]; }
  double at(std::size_t row, std::size_t col) const { return z_[(row + 2) * pitch_ + col + 2]; }

  // Takes the samples of a level with twice the stride, bilinearly.
  void prolong(const CurvatureLevel& coarse);
  // One successive over-relaxation of every sample. Returns the largest change.
  double relax(const runtime::Job& job, double factor);

 private:
  // What a sample listens to: L z is the sum of `weight` times the neighbours of its pattern, plus `constant`, minus the weights' sum (the reading's
  // included) times the sample. Single precision halves the memory that a sweep reads; `scale` belongs to the rounded weights.
  struct Listening {
    float weight[4];
    double constant, scale;  // scale: 1 / weight of the sample in its equation
  };
  // Index into `listening_` times 8, plus the pattern of neighbours: 0 .. 3 a reading in that quadrant, kFreePattern none, kFixedPattern the sample
  // is given. Entry 0 of `listening_` is that of all free samples.
  enum Pattern : std::uint32_t { kFreePattern = 4, kFixedPattern = 5 };

  void constrain(const runtime::Job& job, std::size_t stride, std::span<const CurvatureReading> readings);
  void set_outer_rows();
  void set_outer_columns(double* row);
  template <std::size_t Count>
  double relax_rows(const std::size_t* rows, double factor);

  std::size_t rows_, cols_;
  std::ptrdiff_t pitch_;
  double e_, tension_, loose_, laplacian_, self_;
  std::vector<double> z_;              // with two more samples on every side
  std::vector<std::uint32_t> kind_;    // of each sample
  std::vector<Listening> listening_;
  std::ptrdiff_t pattern_[5][4];       // where the neighbours of a pattern are
};

}  // namespace gam::kernels
