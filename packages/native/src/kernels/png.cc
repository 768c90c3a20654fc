#include "kernels/png.hpp"

#include <array>
#include <cstdlib>
#include <cstring>

#include "kernels/checksum.hpp"
#include "kernels/deflate_pool.hpp"

namespace gam::kernels {

namespace {

using Bytes = std::vector<std::uint8_t>;

enum Filter : std::uint8_t { kNone, kSub, kUp, kAverage, kPaeth };

void push_word(Bytes& out, std::uint32_t word) {
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(word >> shift));
}

// Opens a chunk; close_chunk fills in length and checksum.
std::size_t open_chunk(Bytes& out, const char* type) {
  const std::size_t begin = out.size();
  push_word(out, 0);
  out.insert(out.end(), type, type + 4);
  return begin;
}
void close_chunk(Bytes& out, std::size_t begin) {
  const std::uint32_t length = static_cast<std::uint32_t>(out.size() - begin - 8);
  for (std::size_t byte = 0; byte < 4; ++byte) out[begin + byte] = static_cast<std::uint8_t>(length >> (24 - 8 * byte));
  push_word(out, crc32(std::span(out).subspan(begin + 4)));
}

std::uint8_t paeth(int left, int up, int corner) {
  const int estimate = left + up - corner;
  const int to_left = std::abs(estimate - left), to_up = std::abs(estimate - up), to_corner = std::abs(estimate - corner);
  return static_cast<std::uint8_t>(to_left <= to_up && to_left <= to_corner ? left : to_up <= to_corner ? up : corner);
}

// `row` filtered into `out`; `above` is the row before it, zeros for the first; `step` bytes per pixel.
void apply(Filter filter, const std::uint8_t* row, const std::uint8_t* above, std::size_t bytes, std::size_t step, std::uint8_t* out) {
  const auto each = [&](auto predict) {
    for (std::size_t i = 0; i < step && i < bytes; ++i) out[i] = static_cast<std::uint8_t>(row[i] - predict(0, above[i], 0));
    for (std::size_t i = step; i < bytes; ++i) out[i] = static_cast<std::uint8_t>(row[i] - predict(row[i - step], above[i], above[i - step]));
  };
  switch (filter) {
    case kNone: std::memcpy(out, row, bytes); break;
    case kSub: each([](int left, int, int) { return left; }); break;
    case kUp: each([](int, int up, int) { return up; }); break;
    case kAverage: each([](int left, int up, int) { return (left + up) / 2; }); break;
    case kPaeth: each([](int left, int up, int corner) { return paeth(left, up, corner); }); break;
  }
}

// Rough size of a filtered row: sum of the differences taken as signed numbers.
std::uint64_t magnitude(const std::uint8_t* filtered, std::size_t bytes) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < bytes; ++i) sum += static_cast<unsigned>(std::abs(static_cast<int>(static_cast<std::int8_t>(filtered[i]))));
  return sum;
}

Bytes filter_rows(const PngImage& image, unsigned level) {
  const std::size_t step = channels(image.colour);
  const std::size_t bytes = image.cols * step;
  const Bytes zeros(bytes, 0);
  Bytes filtered(image.rows * (bytes + 1));
  Bytes candidate(bytes);
  for (std::size_t row = 0; row < image.rows; ++row) {
    const std::uint8_t* const current = image.pixels.data() + row * bytes;
    const std::uint8_t* const above = row == 0 ? zeros.data() : current - bytes;
    std::uint8_t* const out = filtered.data() + row * (bytes + 1);
    if (image.colour == PngColour::palette || level <= 2) {
      const Filter filter = image.colour == PngColour::palette ? kNone : kUp;
      out[0] = filter;
      apply(filter, current, above, bytes, step, out + 1);
      continue;
    }
    std::uint64_t least = ~std::uint64_t{0};
    for (const Filter filter : {kUp, kSub, kPaeth, kAverage, kNone}) {
      apply(filter, current, above, bytes, step, candidate.data());
      const std::uint64_t sum = magnitude(candidate.data(), bytes);
      if (sum >= least) continue;
      least = sum;
      out[0] = filter;
      std::memcpy(out + 1, candidate.data(), bytes);
    }
  }
  return filtered;
}

void write_palette(std::span<const std::uint8_t> palette, Bytes& out) {
  const std::size_t colours = palette.size() / 4;
  std::size_t chunk = open_chunk(out, "PLTE");
  for (std::size_t i = 0; i < colours; ++i) out.insert(out.end(), &palette[4 * i], &palette[4 * i] + 3);
  close_chunk(out, chunk);
  std::size_t translucent = colours;  // entries after the last one that is not opaque need no alpha
  while (translucent > 0 && palette[4 * translucent - 1] == 255) --translucent;
  if (translucent == 0) return;
  chunk = open_chunk(out, "tRNS");
  for (std::size_t i = 0; i < translucent; ++i) out.push_back(palette[4 * i + 3]);
  close_chunk(out, chunk);
}

}  // namespace

std::size_t channels(PngColour colour) {
  switch (colour) {
    case PngColour::gray_alpha: return 2;
    case PngColour::rgb: return 3;
    case PngColour::rgba: return 4;
    default: return 1;
  }
}

void write_png(const PngImage& image, unsigned level, Bytes& out) {
  constexpr std::array<std::uint8_t, 8> kSignature = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  out.insert(out.end(), kSignature.begin(), kSignature.end());
  std::size_t chunk = open_chunk(out, "IHDR");
  push_word(out, static_cast<std::uint32_t>(image.cols));
  push_word(out, static_cast<std::uint32_t>(image.rows));
  const std::uint8_t format[5] = {8, static_cast<std::uint8_t>(image.colour), 0, 0, 0};  // depth, colour, DEFLATE, filters, not interlaced
  out.insert(out.end(), format, format + 5);
  close_chunk(out, chunk);
  if (image.colour == PngColour::palette) write_palette(image.palette, out);
  if (image.transparent) {
    chunk = open_chunk(out, "tRNS");
    out.push_back(0);
    out.push_back(*image.transparent);
    close_chunk(out, chunk);
  }
  chunk = open_chunk(out, "IDAT");
  PooledDeflater deflater(level);
  deflater->compress_rows(filter_rows(image, level), image.cols * channels(image.colour) + 1, out);
  close_chunk(out, chunk);
  close_chunk(out, open_chunk(out, "IEND"));
}

}  // namespace gam::kernels
