#include "kernels/curvature_level.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace gam::kernels {
namespace {

// A reading closer to a sample than this part of a step is taken to stand on it.
constexpr double kOnSample = 0.05;
constexpr std::size_t kLanes = 4;  // rows that are relaxed together: their recurrences hide each other's latency

}  // namespace

CurvatureLevel::CurvatureLevel(const runtime::Job& job, std::size_t rows, std::size_t cols, std::size_t stride, double e, double tension,
                               std::span<const CurvatureReading> readings)
    : rows_((rows - 1 + stride - 1) / stride + 1), cols_((cols - 1 + stride - 1) / stride + 1),
      pitch_(static_cast<std::ptrdiff_t>(cols_) + 4), e_(e), tension_(tension), loose_(1 - tension),
      laplacian_(loose_ * (2 + 2 * e) + tension), self_(loose_ * (2 + 2 * e * e)),
      z_((rows_ + 4) * static_cast<std::size_t>(pitch_), 0.0), kind_(rows_ * cols_, kFreePattern) {
  constrain(job, stride, readings);
}

// Weights b of the neighbours around a sample with a reading at (x, y), x, y >= 0 after mirroring into the first quadrant:
// b0 at (-1, 1), b1 at (-1, 0), b2 at (0, -1), b3 at (1, -1), b4 at (x, y), minus their sum at the sample. Exact for x, y, x2, xy, y2:
//   x:  -b0 - b1 + b3 + x b4 = 0        x2: b0 + b1 + b3 + x2 b4 = 2
//   y:   b0 - b2 - b3 + y b4 = 0        y2: b0 + b2 + b3 + y2 b4 = 2 e        xy: -b0 - b3 + x y b4 = 0
void CurvatureLevel::constrain(const runtime::Job& job, std::size_t stride, std::span<const CurvatureReading> readings) {
  for (std::size_t quadrant = 0; quadrant < 4; ++quadrant) {
    const std::ptrdiff_t across = quadrant % 2 == 1 ? -1 : 1, down = quadrant / 2 == 1 ? -pitch_ : pitch_;
    const std::ptrdiff_t around[4] = {-across + down, -across, -down, across - down};
    std::copy(around, around + 4, pattern_[quadrant]);
  }
  const std::ptrdiff_t beside[4] = {-1, 1, -pitch_, pitch_};
  std::copy(beside, beside + 4, pattern_[kFreePattern]);
  const float e = static_cast<float>(e_);
  listening_.push_back({{1, 1, e, e}, 0, 1 / (self_ + laplacian_ * (2 + 2 * static_cast<double>(e)))});

  struct Placed {
    std::uint32_t reading;
    double x, y;  // from the sample
  };
  constexpr std::uint32_t kNone = 0xffffffffu;
  std::vector<Placed> closest(rows_ * cols_, Placed{kNone, 0, 0});
  const double scale = 1 / static_cast<double>(stride);
  for (std::size_t i = 0; i < readings.size(); ++i) {
    const double col = readings[i].col * scale, row = readings[i].row * scale;
    const double near_col = std::floor(col + 0.5), near_row = std::floor(row + 0.5);
    const double x = col - near_col, y = row - near_row, distance2 = x * x + y * y / e_;
    Placed& held = closest[static_cast<std::size_t>(near_row) * cols_ + static_cast<std::size_t>(near_col)];
    if (held.reading != kNone) {
      const double held2 = held.x * held.x + held.y * held.y / e_;
      if (distance2 > held2 || (distance2 == held2 && readings[i].value >= readings[held.reading].value)) continue;
    }
    held = {static_cast<std::uint32_t>(i), x, y};
  }
  const auto stands_on = [](const Placed& placed) { return std::abs(placed.x) < kOnSample && std::abs(placed.y) < kOnSample; };
  const std::size_t bands = std::max<std::size_t>(1, std::min<std::size_t>(64, rows_ / 16));
  std::vector<std::size_t> first(bands + 1, 1);  // entry of `listening_` that a band of rows starts with
  job.parallel(bands, [&](std::size_t band, unsigned) {
    std::size_t count = 0;
    for (std::size_t i = band * rows_ / bands * cols_; i < (band + 1) * rows_ / bands * cols_; ++i)
      count += closest[i].reading != kNone && !stands_on(closest[i]);
    first[band + 1] = count;
  });
  for (std::size_t band = 0; band < bands; ++band) first[band + 1] += first[band];
  listening_.resize(first[bands]);
  job.parallel(bands, [&](std::size_t band, unsigned) {
    std::size_t next = first[band];
    for (std::size_t sample = band * rows_ / bands * cols_; sample < (band + 1) * rows_ / bands * cols_; ++sample) {
      const Placed& placed = closest[sample];
      if (placed.reading == kNone) continue;
      const double value = readings[placed.reading].value;
      if (stands_on(placed)) {
        kind_[sample] = kFixedPattern;
        at(sample / cols_, sample % cols_) = value;
        continue;
      }
      const double x = std::abs(placed.x), y = std::abs(placed.y), s = x + y;
      const double b4 = 2 * (1 + e_) / (s * (s + 1));
      const double both = x * y * b4;  // b0 + b3
      const double b1 = 2 - both - x * x * b4, b2 = s * b4 - b1;
      const double difference = b1 - x * b4;  // b3 - b0
      Listening listening{{static_cast<float>(0.5 * (both - difference)), static_cast<float>(b1), static_cast<float>(b2),
                           static_cast<float>(0.5 * (both + difference))}, b4 * value, 0};
      double sum = b4;
      for (const float weight : listening.weight) sum += static_cast<double>(weight);
      listening.scale = 1 / (self_ + laplacian_ * sum);
      kind_[sample] = static_cast<std::uint32_t>(next * 8) + (placed.x < 0 ? 1u : 0u) + (placed.y < 0 ? 2u : 0u);
      listening_[next++] = listening;
    }
  });
}

void CurvatureLevel::prolong(const CurvatureLevel& coarse) {
  for (std::size_t row = 0; row < rows_; ++row) {
    const std::size_t upper = row / 2, lower = std::min((row + 1) / 2, coarse.rows_ - 1);
    for (std::size_t col = 0; col < cols_; ++col) {
      if (kind_[row * cols_ + col] == kFixedPattern) continue;
      const std::size_t left = col / 2, right = std::min((col + 1) / 2, coarse.cols_ - 1);
      at(row, col) = 0.25 * ((coarse.at(upper, left) + coarse.at(upper, right)) + (coarse.at(lower, left) + coarse.at(lower, right)));
    }
  }
}

// Free edges: (1 - T) z_nn + T z_n = 0, z_xy = 0 at the corners, and no change of curvature L z across the edge.
void CurvatureLevel::set_outer_rows() {
  const double near_weight = 4 * (1 - tension_) / (2 - tension_), far_weight = (3 * tension_ - 2) / (2 - tension_);
  const auto edge = [&](double* row, std::ptrdiff_t out) {
    for (std::size_t col = 0; col < cols_; ++col) row[col + out] = near_weight * row[col] + far_weight * row[col - out];
    const auto corner = [&](double* end, std::ptrdiff_t side) {
      end[side] = near_weight * end[0] + far_weight * end[-side];
      const double inner = near_weight * end[-out] + far_weight * end[-out - side];  // beyond the side, one row in
      end[out + side] = (inner + end[out - side]) - end[-out - side];
    };
    corner(row, -1);
    corner(row + cols_ - 1, 1);
    for (std::size_t col = 0; col < cols_; ++col) {
      double* z = row + col;
      z[2 * out] = z[-2 * out] + ((z[-out + 1] + z[-out - 1]) - (z[out + 1] + z[out - 1])) / e_ + (2 + 2 / e_) * (z[out] - z[-out]);
    }
  };
  edge(&at(0, 0), -pitch_);
  edge(&at(rows_ - 1, 0), pitch_);
}

void CurvatureLevel::set_outer_columns(double* row) {
  const double near_weight = 4 * (1 - tension_) / (2 - tension_), far_weight = (3 * tension_ - 2) / (2 - tension_);
  const auto beyond = [&](double* z, std::ptrdiff_t out) { return near_weight * z[0] + far_weight * z[-out]; };
  // Beyond the first and last row the corner samples are there already; between, the rows' own are not yet.
  const bool first = row == &at(0, 0), last = row == &at(rows_ - 1, 0);
  const auto edge = [&](double* z, std::ptrdiff_t out) {
    z[out] = beyond(z, out);
    const double upper = first ? z[out - pitch_] : beyond(z - pitch_, out), lower = last ? z[out + pitch_] : beyond(z + pitch_, out);
    z[2 * out] = z[-2 * out] + e_ * ((z[-out - pitch_] + z[-out + pitch_]) - (upper + lower)) + (2 + 2 * e_) * (z[out] - z[-out]);
  };
  edge(row, -1);
  edge(row + cols_ - 1, 1);
}

template <std::size_t Count>
double CurvatureLevel::relax_rows(const std::size_t* rows, double factor) {
  double* z[Count];
  const std::uint32_t* kind[Count];
  double change[Count] = {};
  for (std::size_t lane = 0; lane < Count; ++lane) {
    z[lane] = &at(rows[lane], 0);
    kind[lane] = kind_.data() + rows[lane] * cols_;
    set_outer_columns(z[lane]);
  }
  const double e2 = e_ * e_, e_twice = 2 * e_, horizontal = 2 + 2 * e_, vertical = e_ * (2 + 2 * e_);
  const double loose = loose_, laplacian = laplacian_;
  const std::ptrdiff_t pitch = pitch_;
  const Listening* listening = listening_.data();
  for (std::size_t col = 0; col < cols_; ++col) {
    for (std::size_t lane = 0; lane < Count; ++lane) {
      double* here = z[lane] + col;
      const std::uint32_t what = kind[lane][col];
      if (what == kFixedPattern) continue;
      const double side = here[-1] + here[1], updown = here[-pitch] + here[pitch];
      const double diagonal = (here[-pitch - 1] + here[-pitch + 1]) + (here[pitch - 1] + here[pitch + 1]);
      const double far_side = here[-2] + here[2], far_updown = here[-2 * pitch] + here[2 * pitch];
      const double around = (far_side + e2 * far_updown + e_twice * diagonal) - (horizontal * side + vertical * updown);
      const Listening& to = listening[what >> 3];
      const std::ptrdiff_t* at = pattern_[what & 7];
      const double local = (static_cast<double>(to.weight[0]) * here[at[0]] + static_cast<double>(to.weight[1]) * here[at[1]]) +
                           (static_cast<double>(to.weight[2]) * here[at[2]] + static_cast<double>(to.weight[3]) * here[at[3]]) + to.constant;
      const double step = factor * ((laplacian * local - loose * around) * to.scale - here[0]);
      here[0] += step;
      change[lane] = std::max(change[lane], std::abs(step));
    }
  }
  return *std::max_element(change, change + Count);
}

double CurvatureLevel::relax(const runtime::Job& job, double factor) {
  set_outer_rows();
  double largest = 0;
  // Rows three apart do not see each other: those of one colour may go in any order, on any thread.
  for (std::size_t colour = 0; colour < 3 && colour < rows_; ++colour) {
    const std::size_t of_colour = (rows_ - colour + 2) / 3, groups = (of_colour + kLanes - 1) / kLanes;
    std::vector<double> change(groups, 0);
    const std::size_t parts = std::max<std::size_t>(1, std::min<std::size_t>(groups, rows_ * cols_ / 20000));
    job.parallel(parts, [&](std::size_t part, unsigned) {
      for (std::size_t group = part * groups / parts; group < (part + 1) * groups / parts; ++group) {
        std::array<std::size_t, kLanes> rows;
        const std::size_t count = std::min(kLanes, of_colour - group * kLanes);
        for (std::size_t lane = 0; lane < count; ++lane) rows[lane] = colour + 3 * (group * kLanes + lane);
        if (count == kLanes) change[group] = relax_rows<kLanes>(rows.data(), factor);
        else
          for (std::size_t lane = 0; lane < count; ++lane) change[group] = std::max(change[group], relax_rows<1>(&rows[lane], factor));
      }
    });
    for (const double c : change) largest = std::max(largest, c);
  }
  return largest;
}

}  // namespace gam::kernels
