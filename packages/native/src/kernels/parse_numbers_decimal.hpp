// One decimal number from text.
// Source: Clinger 1990 (a significand below 2^53 and a power of ten up to 10^22 are exact, so one operation rounds once);
// anything longer goes to std::from_chars, which rounds correctly.
#pragma once

#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <string>

namespace gam::kernels::decimal {

inline constexpr std::array<double, 23> kPowersOfTen = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                                        1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

inline bool is_digit(std::uint8_t byte) { return static_cast<std::uint8_t>(byte - '0') < 10; }

// Four ASCII digits at once: all in '0'..'9'?
inline bool four_digits(std::uint32_t word) {
  return (((word & 0xF0F0F0F0u) | ((word + 0x06060606u) & 0xF0F0F0F0u) >> 4) == 0x33333333u);
}
// Their value; the first digit is the lowest byte.
inline std::uint32_t four_digit_value(std::uint32_t word) {
  word -= 0x30303030u;
  word = word * 10 + (word >> 8);
  return ((word & 0x00FF00FFu) * ((100u << 16) + 1)) >> 16;
}

// Power of ten of the first digit that is not zero, for text that is a number.
inline long long leading_power(const std::uint8_t* at, const std::uint8_t* end, long long exponent) {
  long long whole = 0;
  long long zeros = 0;
  bool point = false;
  for (bool leading = true; at < end && (is_digit(*at) || *at == '.' || *at == '-'); ++at) {
    if (*at == '.') point = true;
    if (!is_digit(*at)) continue;
    leading = leading && *at == '0';
    if (point && leading) ++zeros;
    if (!point && !leading) ++whole;
  }
  return exponent + (whole > 0 ? whole - 1 : -1 - zeros);
}

// The rare case: too many digits or a large exponent. `begin` is past a plus sign.
inline bool parse_slowly(const std::uint8_t* begin, const std::uint8_t* end, long long exponent, double& value) {
  std::string text(begin, end);
  for (char& letter : text)
    if (letter == 'd' || letter == 'D') letter = 'e';
  const std::from_chars_result result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec == std::errc::result_out_of_range && leading_power(begin, end, exponent) < 0) {
    value = *begin == '-' ? -0.0 : 0.0;
    return true;
  }
  return result.ec == std::errc();
}

// Reads a number at `at` and returns where it ends, or null if there is none. A byte that cannot continue a number must
// stand at or before *end, which must be readable.
inline const std::uint8_t* parse(const std::uint8_t* at, const std::uint8_t* end, double& value) {
  const bool negative = *at == '-';
  const std::uint8_t* const begin = *at == '+' ? at + 1 : at;
  if (negative || *at == '+') ++at;
  std::uint64_t significand = 0;
  const std::uint8_t* const digits = at;
  for (; is_digit(*at); ++at) significand = significand * 10 + static_cast<std::uint8_t>(*at - '0');
  std::ptrdiff_t count = at - digits;
  std::ptrdiff_t fraction = 0;
  if (*at == '.') {
    const std::uint8_t* const point = ++at;
    std::uint32_t word;
    while (end - at >= 4 && (std::memcpy(&word, at, sizeof word), four_digits(word))) {
      significand = significand * 10000 + four_digit_value(word);
      at += 4;
    }
    for (; is_digit(*at); ++at) significand = significand * 10 + static_cast<std::uint8_t>(*at - '0');
    fraction = at - point;
    count += fraction;
  }
  if (count == 0) return nullptr;
  long long exponent = 0;
  if (const std::uint8_t letter = *at | 0x20; letter == 'e' || letter == 'd') {
    const std::uint8_t* power = at + 1;
    const bool down = *power == '-';
    if (down || *power == '+') ++power;
    if (!is_digit(*power)) return nullptr;
    for (; is_digit(*power); ++power)
      if (exponent < 100000) exponent = exponent * 10 + (*power - '0');
    if (down) exponent = -exponent;
    at = power;
  }
  const long long scale = exponent - fraction;
  if (count <= 19 && significand <= (1ull << 53) && scale >= -22 && scale <= 22) {
    const double whole = static_cast<double>(significand);
    const double magnitude =
        scale < 0 ? whole / kPowersOfTen[static_cast<std::size_t>(-scale)] : whole * kPowersOfTen[static_cast<std::size_t>(scale)];
    value = negative ? -magnitude : magnitude;
    return at;
  }
  return parse_slowly(begin, at, exponent, value) ? at : nullptr;
}

}  // namespace gam::kernels::decimal
