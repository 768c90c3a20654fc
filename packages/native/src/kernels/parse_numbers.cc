#include "kernels/parse_numbers.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <stdexcept>
#include <vector>

#include "kernels/parse_numbers_decimal.hpp"

namespace gam::kernels {

namespace {

constexpr std::size_t kPartBytes = 1 << 20;
constexpr std::size_t kFoundLength = 40;

using Pointer = const std::uint8_t*;

bool is_blank(std::uint8_t byte) { return byte == ' ' || byte == '\t'; }
bool ends_line(Pointer at) { return *at == '\n' || (*at == '\r' && at[1] == '\n'); }

// Reads lines that each end in LF; rows go to out[..][row].
class LineReader {
 public:
  explicit LineReader(const ParseRequest& request) : request_(request), kept_(request.columns, kNowhere) {
    for (std::size_t i = 0; i < request.select.size(); ++i) kept_[request.select[i]] = i;
  }

  // Lines of [begin, end), which ends after an LF; offsets count from `origin`. Rows are stored from `row` on.
  ParseResult read(Pointer begin, Pointer end, Pointer origin, std::size_t row) const {
    ParseResult result;
    for (Pointer at = begin; at < end; ++result.lines) {
      while (is_blank(*at)) ++at;
      if (!ends_line(at)) {
        const Pointer wrong = fields(at, end, row + result.rows);
        if (wrong != nullptr) {
          result.fault = ParseFault{result.lines, static_cast<std::size_t>(wrong - origin), found(wrong)};
          return result;
        }
        ++result.rows;
      }
      at += *at == '\r' ? 2 : 1;
    }
    return result;
  }

 private:
  static constexpr std::size_t kNowhere = ~std::size_t{0};

  // Reads one row; leaves `at` at the end of the line. Returns where the line is wrong, or null.
  Pointer fields(Pointer& at, Pointer end, std::size_t row) const {
    for (std::size_t column = 0; column < request_.columns; ++column) {
      if (column > 0 && request_.delimiter != 0) {
        if (*at != static_cast<std::uint8_t>(request_.delimiter)) return at;
        ++at;
        while (is_blank(*at)) ++at;
      }
      double value;
      const Pointer after = decimal::parse(at, end, value);
      if (after == nullptr || !ends_field(after)) return at;
      if (const std::size_t array = kept_[column]; array != kNowhere) {
        if (row >= request_.out[array].size()) throw std::length_error("out has no room for row " + std::to_string(row));
        request_.out[array][row] = value;
      }
      at = after;
      while (is_blank(*at)) ++at;
    }
    return ends_line(at) ? nullptr : at;
  }

  bool ends_field(Pointer at) const {
    return is_blank(*at) || ends_line(at) || (request_.delimiter != 0 && *at == static_cast<std::uint8_t>(request_.delimiter));
  }

  static std::string found(Pointer at) {
    if (ends_line(at)) return "end of line";
    std::string text;
    for (; !ends_line(at) && text.size() < kFoundLength; ++at) text += *at >= 0x20 && *at < 0x7F ? static_cast<char>(*at) : '?';
    return ends_line(at) ? text : text + "...";
  }

  const ParseRequest& request_;
  std::vector<std::size_t> kept_;  // which array of out takes each field
};

struct Part {
  Pointer begin;
  Pointer end;
  std::size_t lines = 0;
  std::size_t first_row = 0;
  ParseResult result;
};

// Whole lines, some kPartBytes each.
std::vector<Part> split(Pointer begin, Pointer end) {
  std::vector<Part> parts;
  while (begin < end) {
    Pointer stop = end;
    if (static_cast<std::size_t>(end - begin) > 2 * kPartBytes)
      stop = static_cast<Pointer>(std::memchr(begin + kPartBytes, '\n', static_cast<std::size_t>(end - begin) - kPartBytes)) + 1;
    parts.push_back({begin, stop, 0, 0, {}});
    begin = stop;
  }
  return parts;
}

// Adds what `next` found after `total`.
void append(ParseResult& total, ParseResult next) {
  if (next.fault) next.fault->line += total.lines;
  total.rows += next.rows;
  total.lines += next.lines;
  total.fault = std::move(next.fault);
}

ParseResult read_parts(const runtime::Job& job, Pointer begin, Pointer end, const ParseRequest& request, const LineReader& reader) {
  std::vector<Part> parts = split(begin, end);
  job.parallel(parts.size(), [&](std::size_t i, unsigned) {
    parts[i].lines = static_cast<std::size_t>(std::count(parts[i].begin, parts[i].end, std::uint8_t{'\n'}));
  });
  std::size_t lines = 0;
  for (Part& part : parts) {
    part.first_row = lines;
    lines += part.lines;
  }
  const std::size_t room = request.out.empty() ? lines : request.out[0].size();
  ParseResult total;
  if (lines > room || parts.size() == 1) {  // empty lines may make it fit after all: then only in order
    for (const Part& part : parts) {
      append(total, reader.read(part.begin, part.end, begin, total.rows));
      if (total.fault) break;
    }
    return total;
  }
  job.parallel(parts.size(), [&](std::size_t i, unsigned) {
    parts[i].result = reader.read(parts[i].begin, parts[i].end, begin, parts[i].first_row);
  });
  for (Part& part : parts) {
    if (part.first_row != total.rows)  // lines before this part were empty
      for (const std::span<double> array : request.out)
        std::memmove(array.data() + total.rows, array.data() + part.first_row, part.result.rows * sizeof(double));
    append(total, std::move(part.result));
    if (total.fault) break;
  }
  return total;
}

}  // namespace

ParseResult parse_numbers(const runtime::Job& job, std::span<const std::uint8_t> text, const ParseRequest& request) {
  const LineReader reader(request);
  const Pointer begin = text.data();
  std::size_t whole = text.size();
  while (whole > 0 && begin[whole - 1] != '\n') --whole;
  ParseResult result = read_parts(job, begin, begin + whole, request, reader);
  if (!result.fault && whole < text.size()) {  // a last line without its LF is read from a copy that has one
    std::vector<std::uint8_t> line(begin + whole, begin + text.size());
    line.push_back('\n');
    ParseResult last = reader.read(line.data(), line.data() + line.size(), line.data(), result.rows);
    if (last.fault) last.fault->offset += whole;
    append(result, std::move(last));
  }
  return result;
}

}  // namespace gam::kernels
