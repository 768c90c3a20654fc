// Kernels on grids of samples: resampling, statistics, normalisation, fusion, overviews.
#include "napi_setup.h"

namespace gam::binding {

void register_grid(Napi::Env, Napi::Object) {
}

}  // namespace gam::binding
