#include "kernels/spectral_plane.hpp"

#include <algorithm>
#include <new>

#if defined(__linux__)
#include <sys/mman.h>
#endif

#include "kernels/elementary_angle.hpp"

namespace gam::kernels {
namespace {

// Of a large page: fresh memory then costs one fault for 2 MiB instead of one for 4 KiB.
constexpr std::size_t kPage = std::size_t{1} << 21;
constexpr std::align_val_t kBoundary{kPage};

// Which sample an index of the padded axis mirrors: whole-sample symmetry at both edges.
std::vector<unsigned> mirrored(const PaddedAxis& axis) {
  std::vector<unsigned> index(axis.length);
  const std::size_t period = std::max<std::size_t>(1, 2 * (axis.samples - 1));
  const std::size_t turns = axis.offset / period + 1;
  for (std::size_t i = 0; i < axis.length; ++i) {
    const std::size_t place = (i + turns * period - axis.offset) % period;
    index[i] = static_cast<unsigned>(std::min({place, period - place, axis.samples - 1}));
  }
  return index;
}

// 1 on the grid, half a cosine to 0 at the far end of the margin.
std::vector<double> faded(const PaddedAxis& axis) {
  std::vector<double> weight(axis.length, 1.0);
  const std::size_t end = axis.offset + axis.samples;
  for (std::size_t i = 0; i < axis.length; ++i) {
    const std::size_t outside = i < axis.offset ? axis.offset - i : i >= end ? i - end + 1 : 0;
    if (outside == 0) continue;
    const std::size_t margin = (i < axis.offset ? axis.offset : axis.length - end) + 1;
    const double cosine = sine_cosine_turns(static_cast<std::int64_t>(outside), static_cast<std::int64_t>(4 * margin)).cosine;
    weight[i] = cosine * cosine;
  }
  return weight;
}

}  // namespace

LargePages::LargePages(std::size_t bytes) : memory_(::operator new(bytes, kBoundary)) {
#if defined(__linux__)
  if (bytes >= kPage) madvise(memory_.get(), bytes / kPage * kPage, MADV_HUGEPAGE);  // a wish
#endif
}

void LargePages::Free::operator()(void* memory) const { ::operator delete(memory, kBoundary); }

Extension::Extension(const PaddedAxis& axis) : index(mirrored(axis)), weight(faded(axis)) {}

}  // namespace gam::kernels
