// Bare checks for kernel tests: they need no Node and run under the sanitizers.
#pragma once

#include <cstdio>
#include <cstdlib>

// Ends the test with the place and the condition that does not hold.
#define CHECK(condition)                                                                 \
  do {                                                                                   \
    if (!(condition)) {                                                                  \
      std::fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition); \
      std::exit(1);                                                                      \
    }                                                                                    \
  } while (false)
