// Rows of decimal numbers from text, correctly rounded.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "runtime/job.hpp"

namespace gam::kernels {

struct ParseRequest {
  std::size_t columns;                        // fields per line
  std::span<const std::uint32_t> select;      // fields to keep, each into its own array of `out`
  std::span<const std::span<double>> out;     // as many as selected; all of one length
  char delimiter;                             // ',' or ';' between fields, or 0: blanks and tabs alone separate
};

struct ParseFault {
  std::size_t line;    // 0-based
  std::size_t offset;  // of the first byte that is not as expected
  std::string found;   // the text there up to the end of the line, clipped
};

struct ParseResult {
  std::size_t rows = 0;
  std::size_t lines = 0;  // complete lines read, empty ones included
  std::optional<ParseFault> fault;
};

// Lines end in LF or CRLF, the last one may lack it; empty lines are skipped. Numbers are decimal with an optional exponent
// e, E, d or D; not-a-number and infinity are not numbers, a value below the smallest is 0, one above the largest a fault.
// Throws std::length_error if `out` has no room for a row.
ParseResult parse_numbers(const runtime::Job& job, std::span<const std::uint8_t> text, const ParseRequest& request);

}  // namespace gam::kernels
