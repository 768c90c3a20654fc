// Phase-randomised surrogates: fields with the amplitudes of a given one, phases drawn, and its marginal distribution.
//
// On the plane the amplitudes are those of the periodic component (Moisan 2011, Periodic plus smooth image decomposition), so that a
// jump between opposite edges is no detail; lines whose length has prime factors above 13 go on straight to their beginning. On the
// globe every order along the parallels is turned by one angle for all of them. Two surrogates, 2 j and 2 j + 1, come from one complex transform.
#pragma once

#include <cstdint>

#include "kernels/surrogate_lines.hpp"
#include "runtime/job.hpp"

namespace gam::kernels {

struct SurrogateInput {
  std::size_t rows = 0, cols = 0;
  bool wrap = false;
  std::uint32_t seed = 0;
  std::span<const float> normal;        // normal scores; NaN counts as their mean
  std::span<const double> marginal;     // values at scores -6 .. 6, ascending, at least 2
  std::span<const std::uint8_t> mask;   // 1 where a surrogate has a value
};

class SurrogatePlan {
 public:
  SurrogatePlan(const runtime::Job& job, const SurrogateInput& input);

  // What one thread needs to draw.
  struct Workspace {
    explicit Workspace(const SurrogatePlan& plan) : field(plan.spectrum_.rows, plan.spectrum_.cols) {}
    ComplexField field;
    std::vector<double> scratch;
  };
  // Draws surrogates 2 pair and 2 pair + 1. An empty span is not filled.
  void draw(std::size_t pair, Workspace& workspace, std::span<float> even, std::span<float> odd) const;

 private:
  void turn_plane(const class SurrogatePhases& even, const class SurrogatePhases& odd, ComplexField& field) const;
  void turn_parallels(const class SurrogatePhases& even, const class SurrogatePhases& odd, ComplexField& field) const;
  void finish(std::span<const double> drawn, std::span<float> out) const;

  SurrogateInput input_;
  FourierPasses row_passes_, column_passes_;
  ComplexField spectrum_;  // plane: amplitudes in `re`
  double mean_ = 0, deviation_ = 0;
};

}  // namespace gam::kernels
