// Weights of quadrature over the sine of the latitude, from samples at equal steps of latitude, pole to pole.
#pragma once

#include <cstddef>
#include <vector>

namespace gam::kernels {

// Sum 2; positive; exact for polynomials of degree rows - 1.
// Source: Fejer's first rule (cell centres), Clenshaw-Curtis rule (with poles); see Waldvogel (2006), BIT 46, equations 2.4 and 2.5.
std::vector<double> latitude_weights(std::size_t rows, bool with_poles);

}  // namespace gam::kernels
