#include "kernels/prism_batch.hpp"

#include "kernels/prism_gravity_lanes.hpp"

namespace gam::GAM_ISA {
namespace {

inline Lanes inverse_distance(Lanes a, Lanes b) { return 1.0 / larger(square_root(a * a + b * b), all(kernels::kGravityEdge)); }

}  // namespace

void prism_batch_near(const double* prisms, double* out) {
  for (std::size_t lane = 0; lane < kGroup; lane += kWidth) {
    Lanes sum = {};
    for (std::size_t corner = 0; corner < 8; ++corner) {
      const std::size_t a = corner & 1, b = corner >> 1 & 1, c = corner >> 2;  // 1: the eastern, northern, upper face
      const Lanes x = load(prisms + a * kGroup + lane), y = load(prisms + (2 + b) * kGroup + lane), z = load(prisms + (4 + c) * kGroup + lane);
      const Lanes value = gravity_primitive(x, y, z, inverse_distance(x, z), inverse_distance(y, z));
      sum = (a + b + c) % 2 == 1 ? sum + value : sum - value;
    }
    store(out + lane, load(prisms + 6 * kGroup + lane) * sum);
  }
}

void prism_batch_far(const double* prisms, double* out) {
  for (std::size_t lane = 0; lane < kGroup; lane += kWidth) {
    const auto bound = [&](std::size_t i) { return load(prisms + i * kGroup + lane); };
    const Lanes half_x = 0.5 * (bound(1) - bound(0)), half_y = 0.5 * (bound(3) - bound(2)), half_z = 0.5 * (bound(5) - bound(4));
    const Lanes x = 0.5 * (bound(0) + bound(1)), y = 0.5 * (bound(2) + bound(3)), z = 0.5 * (bound(4) + bound(5));
    const Lanes series = gravity_series(x, y, z, Moments<Lanes>(half_x, half_y, half_z));
    store(out + lane, bound(6) * (-8.0 * half_x * half_y * half_z * z) * series);
  }
}

}  // namespace gam::GAM_ISA
