#pragma once

namespace gam::runtime {

// Version of the boundary between lib/*.ts and src/binding/*.cc. Raise it when a signature changes.
inline constexpr int kApiVersion = 1;

// Identity of the arithmetic: raise it when any kernel's output bits change, so that a resume never mixes two of them.
extern const char* const kKernelSet;

}  // namespace gam::runtime
