#include "napi_setup.h"

namespace gam::binding {

void register_harmonics(Napi::Env, Napi::Object) {}

}  // namespace gam::binding
