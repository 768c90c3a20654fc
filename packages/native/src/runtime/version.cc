#include "runtime/version.hpp"

namespace gam::runtime {

const char* const kKernelSet = "native-1";

}  // namespace gam::runtime
