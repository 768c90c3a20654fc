#include "kernels/surrogate_field.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "kernels/elementary_angle.hpp"
#include "kernels/surrogate_phase.hpp"

namespace gam::kernels {
namespace {

constexpr double kLimit = 6;
constexpr std::uint32_t kTurn = 65536;

const std::vector<SineCosine>& turns() {
  static const std::vector<SineCosine> table = [] {
    std::vector<SineCosine> entries(kTurn);
    for (std::uint32_t k = 0; k < kTurn; ++k) entries[k] = sine_cosine_turns(k, kTurn);
    return entries;
  }();
  return table;
}

struct Moments {
  double mean = 0, deviation = 0;
};

template <typename T, typename Keeps>
Moments moments(std::span<const T> values, Keeps&& keeps) {
  double count = 0, sum = 0, squares = 0;
  for (std::size_t cell = 0; cell < values.size(); ++cell)
    if (keeps(cell)) {
      count += 1;
      sum += static_cast<double>(values[cell]);
    }
  const double mean = count > 0 ? sum / count : 0;
  for (std::size_t cell = 0; cell < values.size(); ++cell)
    if (keeps(cell)) {
      const double difference = static_cast<double>(values[cell]) - mean;
      squares += difference * difference;
    }
  return {mean, std::sqrt(count > 0 ? squares / count : 0)};
}

// A coefficient that is its own mirror image keeps its sign or loses it.
double sign_of(std::uint32_t turn) { return turn < kTurn / 2 ? 1 : -1; }

// (re, im) exp(i even) + i (re, im) exp(i odd): the coefficient of one surrogate in the real part, another in the imaginary one.
struct Coefficient {
  double re, im;
};
Coefficient both(double re, double im, SineCosine even, SineCosine odd) {
  const double even_re = even.cosine * re - even.sine * im, even_im = even.sine * re + even.cosine * im;
  const double odd_re = odd.cosine * re - odd.sine * im, odd_im = odd.sine * re + odd.cosine * im;
  return {even_re - odd_im, even_im + odd_re};
}
SineCosine conjugate(SineCosine angle) { return {-angle.sine, angle.cosine}; }

// Value of a line of n samples at place i of a period >= n: beyond its end, on the straight way back to its beginning.
struct Bridge {
  std::size_t from, to;
  double share;  // of `to`
};
Bridge bridge(std::size_t i, std::size_t n, std::size_t period) {
  if (i < n) return {i, i, 0};
  return {n - 1, 0, static_cast<double>(i - n + 1) / static_cast<double>(period - n + 1)};
}

// Jumps between opposite edges, as the periodic component of Moisan (2011) wants them.
ComplexField edge_jumps(const ComplexField& field) {
  const std::size_t p = field.rows, q = field.cols;
  ComplexField jumps(p, q);
  for (std::size_t j = 0; j < q; ++j) {
    const double jump = field.re[(p - 1) * q + j] - field.re[j];
    jumps.re[j] += jump;
    jumps.re[(p - 1) * q + j] -= jump;
  }
  for (std::size_t i = 0; i < p; ++i) {
    const double jump = field.re[i * q + q - 1] - field.re[i * q];
    jumps.re[i * q] += jump;
    jumps.re[i * q + q - 1] -= jump;
  }
  return jumps;
}

}  // namespace

SurrogatePlan::SurrogatePlan(const runtime::Job& job, const SurrogateInput& input)
    : input_(input),
      row_passes_(input.wrap ? input.cols : smooth_length(input.cols)),
      column_passes_(input.wrap ? 1 : smooth_length(input.rows)),
      spectrum_(input.wrap ? input.rows : column_passes_.length, row_passes_.length) {
  const std::size_t rows = input.rows, cols = input.cols, p = spectrum_.rows, q = spectrum_.cols;
  turns();
  const Moments of_normal = moments(input.normal, [&](std::size_t cell) { return std::isfinite(input.normal[cell]); });
  mean_ = of_normal.mean;
  deviation_ = of_normal.deviation;
  const auto sample = [&](std::size_t row, std::size_t col) {
    const double value = static_cast<double>(input.normal[row * cols + col]);
    return std::isfinite(value) ? value - mean_ : 0;
  };
  for (std::size_t i = 0; i < p; ++i) {
    const Bridge y = bridge(i, rows, p);
    for (std::size_t j = 0; j < q; ++j) {
      const Bridge x = bridge(j, cols, q);
      const double upper = (1 - x.share) * sample(y.from, x.from) + x.share * sample(y.from, x.to);
      const double lower = (1 - x.share) * sample(y.to, x.from) + x.share * sample(y.to, x.to);
      spectrum_.re[i * q + j] = (1 - y.share) * upper + y.share * lower;
    }
  }
  std::vector<std::vector<double>> scratch(job.threads());
  const auto lines = [&](const FourierPasses& passes, Along along, std::size_t count, ComplexField& field) {
    job.parallel((count + 7) / 8, [&](std::size_t part, unsigned worker) {
      transform_lines(passes, along, 8 * part, std::min(count, 8 * part + 8), field, scratch[worker]);
    });
  };
  if (input.wrap) {
    lines(row_passes_, Along::rows, p, spectrum_);
    return;
  }
  ComplexField jumps = edge_jumps(spectrum_);
  for (ComplexField* field : {&spectrum_, &jumps}) {
    lines(row_passes_, Along::rows, p, *field);
    lines(column_passes_, Along::columns, q, *field);
  }
  for (std::size_t i = 0; i < p; ++i) {
    const double along_column = sine_cosine_turns(static_cast<std::int64_t>(i), static_cast<std::int64_t>(p)).cosine;
    for (std::size_t j = 0; j < q; ++j) {
      const std::size_t cell = i * q + j;
      const double along_row = sine_cosine_turns(static_cast<std::int64_t>(j), static_cast<std::int64_t>(q)).cosine;
      const double divisor = 2 * along_column + 2 * along_row - 4;
      const double re = cell == 0 ? 0 : spectrum_.re[cell] - jumps.re[cell] / divisor;
      const double im = cell == 0 ? 0 : spectrum_.im[cell] - jumps.im[cell] / divisor;
      spectrum_.re[cell] = std::sqrt(re * re + im * im);
    }
  }
  spectrum_.im = {};
}

void SurrogatePlan::turn_plane(const SurrogatePhases& even, const SurrogatePhases& odd, ComplexField& field) const {
  const std::vector<SineCosine>& angle = turns();
  const std::size_t p = field.rows, q = field.cols;
  for (std::size_t i = 0; i < p; ++i)
    for (std::size_t j = 0; j < q; ++j) {
      const std::size_t cell = i * q + j, image = ((p - i) % p) * q + ((q - j) % q);
      if (image < cell) continue;
      const std::uint32_t even_turn = even(cell), odd_turn = odd(cell);
      const double amplitude = spectrum_.re[cell];
      if (cell == image) {
        field.re[cell] = sign_of(even_turn) * amplitude;
        field.im[cell] = sign_of(odd_turn) * amplitude;
        continue;
      }
      const Coefficient value = both(amplitude, 0, angle[even_turn], angle[odd_turn]);
      field.re[cell] = value.re;
      field.im[cell] = value.im;
      const Coefficient mirrored = both(spectrum_.re[image], 0, conjugate(angle[even_turn]), conjugate(angle[odd_turn]));
      field.re[image] = mirrored.re;
      field.im[image] = mirrored.im;
    }
}

void SurrogatePlan::turn_parallels(const SurrogatePhases& even, const SurrogatePhases& odd, ComplexField& field) const {
  const std::vector<SineCosine>& angle = turns();
  const std::size_t cols = field.cols;
  for (std::size_t m = 0; m < cols; ++m) {
    const std::size_t order = std::min(m, cols - m);
    const std::uint32_t even_turn = even(order), odd_turn = odd(order);
    const bool mirrored = 2 * m > cols, own_image = m == 0 || 2 * m == cols;
    const SineCosine even_angle = mirrored ? conjugate(angle[even_turn]) : angle[even_turn];
    const SineCosine odd_angle = mirrored ? conjugate(angle[odd_turn]) : angle[odd_turn];
    for (std::size_t row = 0; row < field.rows; ++row) {
      const std::size_t cell = row * cols + m;
      // The transform of the conjugate: a real line is its own, mirrored.
      const double re = spectrum_.re[cell], im = -spectrum_.im[cell];
      if (own_image) {
        field.re[cell] = (m == 0 ? 1 : sign_of(even_turn)) * re;
        field.im[cell] = (m == 0 ? 1 : sign_of(odd_turn)) * re;
      } else {
        const Coefficient value = both(re, im, even_angle, odd_angle);
        field.re[cell] = value.re;
        field.im[cell] = value.im;
      }
    }
  }
}

void SurrogatePlan::draw(std::size_t pair, Workspace& workspace, std::span<float> even, std::span<float> odd) const {
  const auto index = static_cast<std::uint32_t>(2 * pair);
  const SurrogatePhases even_phases(input_.seed, index), odd_phases(input_.seed, index + 1);
  ComplexField& field = workspace.field;
  if (input_.wrap) {
    turn_parallels(even_phases, odd_phases, field);
  } else {
    turn_plane(even_phases, odd_phases, field);
    transform_lines(column_passes_, Along::columns, 0, field.cols, field, workspace.scratch);
  }
  transform_lines(row_passes_, Along::rows, 0, input_.rows, field, workspace.scratch);
  for (const bool first : {true, false}) {
    const std::span<float> out = first ? even : odd;
    if (out.empty()) continue;
    std::vector<double>& part = first ? field.re : field.im;
    for (std::size_t row = 1; row < input_.rows; ++row)  // the map, moved together
      std::copy_n(part.begin() + static_cast<std::ptrdiff_t>(row * field.cols), input_.cols,
                  part.begin() + static_cast<std::ptrdiff_t>(row * input_.cols));
    finish(std::span<const double>(part).first(input_.rows * input_.cols), out);
  }
}

void SurrogatePlan::finish(std::span<const double> drawn, std::span<float> out) const {
  const auto keeps = [&](std::size_t cell) { return input_.mask[cell] != 0; };
  const Moments of_drawn = moments(drawn, keeps);
  const double scale = of_drawn.deviation > 0 ? deviation_ / of_drawn.deviation : 0;
  const std::span<const double> marginal = input_.marginal;
  const auto last = static_cast<double>(marginal.size() - 1);
  for (std::size_t cell = 0; cell < drawn.size(); ++cell) {
    if (!keeps(cell)) {
      out[cell] = std::numeric_limits<float>::quiet_NaN();
      continue;
    }
    const double score = mean_ + (drawn[cell] - of_drawn.mean) * scale;
    const double place = std::min(std::max((score + kLimit) / (2 * kLimit) * last, 0.0), last);
    const auto knot = static_cast<std::size_t>(std::min(std::floor(place), last - 1));
    out[cell] = static_cast<float>(marginal[knot] + (place - static_cast<double>(knot)) * (marginal[knot + 1] - marginal[knot]));
  }
}

}  // namespace gam::kernels
