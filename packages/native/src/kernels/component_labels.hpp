// Connected components with hysteresis.
#pragma once

#include <cstdint>
#include <span>

namespace gam::kernels {

// Cells of one sign with |score| >= low that touch, by edge or corner (column 0 and the last touch if `wrap`), and hold one with
// |score| >= high, are a component. labels: 0 outside; components from 1, row-major by their first cell. NaN belongs to none.
// Returns how many there are. O(n) time, O(n) memory beside the labels.
std::int32_t component_labels(std::span<const float> score, std::size_t rows, std::size_t cols, double low, double high, bool wrap,
                              std::span<std::int32_t> labels);

}  // namespace gam::kernels
