// The only includer of napi.h, so that these switches always come first.
#pragma once
#define NODE_ADDON_API_DISABLE_DEPRECATED
#define NODE_ADDON_API_CPP_EXCEPTIONS_ALL     // any std::exception becomes a JS Error
#define NODE_API_NO_EXTERNAL_BUFFERS_ALLOWED  // JS owns every buffer
#include <napi.h>
