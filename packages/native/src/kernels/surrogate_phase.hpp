// Phases of surrogates: a counter-based generator, so that each surrogate is the same whoever draws it, and when.
#pragma once

#include <cstdint>
#include <vector>

namespace gam::kernels {

// Scrambles 32 bits (the finaliser of MurmurHash3).
inline std::uint32_t scramble(std::uint32_t h) {
  h = (h ^ (h >> 16)) * 0x85ebca6bu;
  h = (h ^ (h >> 13)) * 0xc2b2ae35u;
  return h ^ (h >> 16);
}

// Phases of one surrogate of a seed, in 65536ths of a turn.
class SurrogatePhases {
 public:
  SurrogatePhases(std::uint32_t seed, std::uint32_t index) : key_(scramble(scramble(seed ^ 0x9e3779b9u) + index)) {}
  std::uint32_t operator()(std::size_t coefficient) const {
    return scramble(key_ + static_cast<std::uint32_t>(coefficient) * 0x9e3779b1u) >> 16;
  }

 private:
  std::uint32_t key_;
};

}  // namespace gam::kernels
