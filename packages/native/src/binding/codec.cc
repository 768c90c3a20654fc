#include "napi_setup.h"

namespace gam::binding {

void register_codec(Napi::Env, Napi::Object) {}

}  // namespace gam::binding
