#include "kernels/spectral_fill.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace gam::kernels {
namespace {

// Gap cells that one thread relaxes at a time; fewer are not worth starting one.
constexpr std::size_t kPart = std::size_t{1} << 15;

struct Level {
  std::size_t rows, cols;
  std::span<double> values;
  std::array<std::vector<std::size_t>, 2> gaps;  // cells with an even sum of row and column, then the others
  std::vector<double> own;                       // memory of the coarser levels

  Level(std::size_t level_rows, std::size_t level_cols, std::span<double> given) : rows(level_rows), cols(level_cols), values(given) {
    find_gaps();
  }
  Level(std::size_t level_rows, std::size_t level_cols, std::vector<double> given)
      : rows(level_rows), cols(level_cols), own(std::move(given)) {
    values = own;
    find_gaps();
  }
  Level(Level&&) = default;
  bool whole() const { return gaps[0].empty() && gaps[1].empty(); }

 private:
  void find_gaps() {
    for (std::size_t i = 0; i < values.size(); ++i)
      if (std::isnan(values[i])) gaps[(i / cols + i % cols) % 2].push_back(i);
  }
};

// Means of the finite samples of blocks of 2 x 2.
Level coarser(const Level& fine) {
  const std::size_t rows = (fine.rows + 1) / 2, cols = (fine.cols + 1) / 2;
  std::vector<double> means(rows * cols);
  for (std::size_t row = 0; row < rows; ++row)
    for (std::size_t col = 0; col < cols; ++col) {
      double sum = 0, count = 0;
      for (std::size_t r = 2 * row; r < std::min(2 * row + 2, fine.rows); ++r)
        for (std::size_t c = 2 * col; c < std::min(2 * col + 2, fine.cols); ++c) {
          const double value = fine.values[r * fine.cols + c];
          if (std::isnan(value)) continue;
          sum += value;
          count += 1;
        }
      means[row * cols + col] = sum / count;
    }
  return Level(rows, cols, std::move(means));
}

// Bilinear value of the coarse level at a cell of the finer one: 3/4 of the cell it lies in, 1/4 of the nearest neighbour.
double interpolated(const Level& coarse, std::size_t row, std::size_t col) {
  const auto far = [](std::size_t i, std::size_t count) {
    const std::size_t near = i / 2;
    return i % 2 == 0 ? near - (near > 0) : std::min(near + 1, count - 1);
  };
  const std::size_t r0 = row / 2, r1 = far(row, coarse.rows), c0 = col / 2, c1 = far(col, coarse.cols);
  const auto at = [&](std::size_t r, std::size_t c) { return coarse.values[r * coarse.cols + c]; };
  return 0.75 * (0.75 * at(r0, c0) + 0.25 * at(r0, c1)) + 0.25 * (0.75 * at(r1, c0) + 0.25 * at(r1, c1));
}

// Mean of the neighbours that exist.
double relaxed(const Level& level, std::size_t i) {
  const std::size_t row = i / level.cols, col = i % level.cols;
  double sum = 0, count = 0;
  const auto take = [&](bool exists, std::size_t neighbour) {
    if (!exists) return;
    sum += level.values[neighbour];
    count += 1;
  };
  take(row > 0, i - level.cols);
  take(row < level.rows - 1, i + level.cols);
  take(col > 0, i - 1);
  take(col < level.cols - 1, i + 1);
  return sum / count;
}

template <typename Body>
void each(const runtime::Job& job, const std::vector<std::size_t>& cells, Body&& body) {
  job.parallel((cells.size() + kPart - 1) / kPart, [&](std::size_t part, unsigned) {
    const std::size_t end = std::min(cells.size(), (part + 1) * kPart);
    for (std::size_t i = part * kPart; i < end; ++i) body(cells[i]);
  });
}

}  // namespace

void fill_gaps(const runtime::Job& job, std::span<double> values, std::size_t rows, std::size_t cols) {
  std::vector<Level> levels;
  levels.emplace_back(rows, cols, values);
  while (!levels.back().whole()) {
    if (levels.back().values.size() <= 1) return;
    levels.push_back(coarser(levels.back()));
  }
  for (std::size_t depth = levels.size() - 1; depth-- > 0;) {
    Level& fine = levels[depth];
    const Level& coarse = levels[depth + 1];
    for (const auto& gaps : fine.gaps)
      each(job, gaps, [&](std::size_t i) { fine.values[i] = interpolated(coarse, i / fine.cols, i % fine.cols); });
    const std::size_t sweeps = depth < 5 ? std::size_t{8} << depth : 256;
    for (std::size_t sweep = 0; sweep < sweeps; ++sweep)
      for (const auto& gaps : fine.gaps) each(job, gaps, [&](std::size_t i) { fine.values[i] = relaxed(fine, i); });
  }
}

}  // namespace gam::kernels
