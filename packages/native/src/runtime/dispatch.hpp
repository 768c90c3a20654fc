// Instruction-set levels, chosen once at run time, never at compile time.
//
// A source named *.simd.cc is compiled once per level with GAM_ISA defined as that level's namespace, and holds
// its functions in `namespace gam::GAM_ISA`. Rules that keep the bits equal between levels:
//  - lane counts are fixed (8 doubles, 16 floats: GCC vector extensions or plain loops over arrays of that length),
//    so every level adds in the same order;
//  - -ffp-contract=off: a fused multiply-add happens only where the source writes one, on every level or on none;
//  - no libm call whose bits differ between versions: own exp, log, sin, atan;
//  - no standard-library templates or inline functions of other headers in a *.simd.cc: the linker may keep the
//    copy of a higher level for everyone, which then crashes on an older processor. Raw pointers and sizes only.
#pragma once

#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <string>

namespace gam::runtime {

enum class Isa { baseline = 0, avx2 = 1, avx512 = 2 };

inline const char* name(Isa isa) {
  return isa == Isa::avx512 ? "avx512" : isa == Isa::avx2 ? "avx2" : "baseline";
}

inline Isa detected_isa() {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512vl"))
    return Isa::avx512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return Isa::avx2;
#endif
  return Isa::baseline;
}

// The level in use: the best the processor has, or the lower one that GAM_ISA names.
inline Isa isa() {
  static const Isa chosen = [] {
    const Isa best = detected_isa();
    const char* forced = std::getenv("GAM_ISA");
    if (forced == nullptr || *forced == '\0') return best;
    for (const Isa level : {Isa::baseline, Isa::avx2, Isa::avx512})
      if (std::strcmp(forced, name(level)) == 0) {
        if (level > best) throw std::runtime_error(std::string("GAM_ISA=") + forced + ": this processor has only " + name(best));
        return level;
      }
    throw std::runtime_error(std::string("GAM_ISA=") + forced + ": expected baseline, avx2 or avx512");
  }();
  return chosen;
}

}  // namespace gam::runtime

// Calls function(...) of the level in use; each level's function must be declared with GAM_DECLARE_FOR_EACH_ISA.
#if defined(__x86_64__)
#define GAM_DECLARE_FOR_EACH_ISA(...)           \
  namespace gam::baseline { __VA_ARGS__; }      \
  namespace gam::avx2 { __VA_ARGS__; }          \
  namespace gam::avx512 { __VA_ARGS__; }
#define GAM_DISPATCH(function, ...)                                               \
  (::gam::runtime::isa() == ::gam::runtime::Isa::avx512 ? ::gam::avx512::function(__VA_ARGS__) \
   : ::gam::runtime::isa() == ::gam::runtime::Isa::avx2 ? ::gam::avx2::function(__VA_ARGS__)   \
                                                        : ::gam::baseline::function(__VA_ARGS__))
#else
#define GAM_DECLARE_FOR_EACH_ISA(...) \
  namespace gam::baseline { __VA_ARGS__; }
#define GAM_DISPATCH(function, ...) ::gam::baseline::function(__VA_ARGS__)
#endif
