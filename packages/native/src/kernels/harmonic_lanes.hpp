// Vectors of doubles for the *.simd.cc files of the harmonic kernels.
//
// A lane is a parallel, and no operation ever mixes lanes: the register width of a level changes the speed, never a bit.
// Arrays between kernels hold groups of eight lanes, whatever the width.
#pragma once

#include <cstddef>
#include <cstdint>

namespace gam::GAM_ISA {

inline constexpr std::size_t kGroup = 8;
#if defined(__AVX512F__)
inline constexpr std::size_t kWidth = 8;
#elif defined(__AVX2__)
inline constexpr std::size_t kWidth = 4;
#else
inline constexpr std::size_t kWidth = 2;
#endif

typedef double Lanes __attribute__((vector_size(kWidth * sizeof(double))));
typedef double LanesInMemory __attribute__((vector_size(kWidth * sizeof(double)), aligned(sizeof(double)), may_alias));

static inline Lanes load(const double* from) { return *reinterpret_cast<const LanesInMemory*>(from); }
static inline void store(double* to, Lanes value) { *reinterpret_cast<LanesInMemory*>(to) = value; }

}  // namespace gam::GAM_ISA
