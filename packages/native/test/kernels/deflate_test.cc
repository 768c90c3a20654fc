#include "kernels/deflate.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "check.hpp"
#include "inflate.hpp"
#include "kernels/deflate_code.hpp"

using namespace gam::kernels;
using Bytes = std::vector<std::uint8_t>;

namespace {

Bytes compressed(unsigned level, const Bytes& bytes, std::uint64_t zeros = 0) {
  Bytes out;
  Deflater(level).compress(bytes, zeros, out);
  return out;
}

// Structured noise: copies from before, runs, skewed and flat literals, in pieces of random length.
Bytes mixture(std::mt19937& random, std::size_t size) {
  Bytes bytes;
  while (bytes.size() < size) {
    const std::size_t piece = std::min<std::size_t>(1 + random() % 700, size - bytes.size());
    const auto kind = static_cast<unsigned>(random() % 5);
    const std::size_t back = bytes.empty() ? 0 : 1 + random() % std::min<std::size_t>(bytes.size(), 40000);
    const auto fill = static_cast<std::uint8_t>(random());
    for (std::size_t i = 0; i < piece; ++i)
      bytes.push_back(kind == 0 && back > 0 ? bytes[bytes.size() - back]
                      : kind == 1           ? fill
                      : kind == 2           ? static_cast<std::uint8_t>(random() & random() & random() & 7)
                      : kind == 3           ? static_cast<std::uint8_t>(i % 4 == 3 ? 0 : random())
                                            : static_cast<std::uint8_t>(random()));
  }
  return bytes;
}

void decodes_to_its_input() {
  std::mt19937 random(20240607);
  std::vector<Bytes> inputs = {{}, {7}, {7, 7}, {1, 2, 3}, Bytes(3, 0), Bytes(258, 9), Bytes(259, 9), Bytes(70000, 0)};
  for (const std::size_t size : {5u, 63u, 257u, 1000u, 4096u, 32767u, 32769u, 66000u, 140000u}) inputs.push_back(mixture(random, size));
  Bytes noise(70000);
  for (std::uint8_t& byte : noise) byte = static_cast<std::uint8_t>(random());
  inputs.push_back(noise);
  for (unsigned level = 0; level <= 9; ++level)
    for (const Bytes& input : inputs) CHECK(gam::test::inflate(compressed(level, input)) == input);
  for (const unsigned level : {0u, 1u, 9u}) CHECK(compressed(level, noise).size() <= noise.size() + 5 * (noise.size() / 65535 + 2) + 6);
}

// Rows as an image filter leaves them: much from the left or from above, at every stride, with and without a last row cut short.
void rows_decode_to_their_input() {
  std::mt19937 random(11);
  for (const std::size_t stride : {1u, 2u, 7u, 63u, 64u, 65u, 257u, 1025u, 32768u, 40000u})
    for (const std::size_t size : {0u, 1u, 8u, 64u, 65u, 129u, 5000u, 66000u, 131072u, 131073u, 200001u}) {
      Bytes rows = mixture(random, size);
      for (std::size_t i = 0; i < size;) {
        const std::size_t piece = std::min<std::size_t>(1 + random() % 300, size - i);
        const std::size_t back = random() % 2 == 0 ? 1 : stride;
        if (i >= back && random() % 3 > 0)
          for (std::size_t k = 0; k < piece; ++k) rows[i + k] = rows[i + k - back];
        i += piece;
      }
      for (const unsigned level : {1u, 4u}) {
        Bytes out;
        Deflater(level).compress_rows(rows, stride, out);
        CHECK(gam::test::inflate(out) == rows);
      }
    }
  Bytes same(256 * 257, 3);
  Bytes out;
  Deflater(1).compress_rows(same, 257, out);
  CHECK(out.size() < 400);
}

void appends_zeros_as_if_they_were_input() {
  std::mt19937 random(3);
  for (const std::size_t size : {0u, 1u, 500u})
    for (const std::size_t zeros : {1u, 2u, 3u, 4u, 258u, 259u, 260u, 261u, 262u, 519u, 100000u})
      for (const unsigned level : {0u, 1u, 9u}) {
        const Bytes head = mixture(random, size);
        Bytes whole = head;
        whole.resize(size + zeros, 0);
        CHECK(gam::test::inflate(compressed(level, head, zeros)) == whole);
      }
}

void does_not_depend_on_earlier_calls() {
  std::mt19937 random(4);
  const Bytes first = mixture(random, 50000), second = mixture(random, 30000);
  for (unsigned level = 0; level <= 9; ++level) {
    Deflater reused(level);
    Bytes scratch, again;
    reused.compress(first, scratch);
    reused.compress(second, again);
    CHECK(again == compressed(level, second));
  }
}

void makes_the_shortest_codes_within_the_limit() {
  std::vector<std::uint32_t> fibonacci = {1, 1};  // the deepest of all Huffman trees
  while (fibonacci.size() < 24) fibonacci.push_back(fibonacci[fibonacci.size() - 1] + fibonacci[fibonacci.size() - 2]);
  std::vector<std::uint8_t> lengths(fibonacci.size());
  for (unsigned limit = 5; limit <= 15; ++limit) {
    deflate::code_lengths(fibonacci, limit, lengths);
    std::uint64_t kraft = 0;
    for (const std::uint8_t length : lengths) {
      CHECK(length >= 1 && length <= limit);
      kraft += 1u << (15 - length);
    }
    CHECK(kraft == 1u << 15);
    CHECK(std::is_sorted(lengths.rbegin(), lengths.rend()));
  }
  // Small enough to try every choice of lengths.
  std::mt19937 random(5);
  for (int round = 0; round < 200; ++round) {
    std::vector<std::uint32_t> counts(5);
    for (std::uint32_t& count : counts) count = static_cast<std::uint32_t>(1 + random() % (round % 2 == 0 ? 8 : 1000));
    std::vector<std::uint8_t> found(5);
    deflate::code_lengths(counts, 3, found);
    std::uint64_t cost = 0, best = ~0ull;
    for (std::size_t i = 0; i < 5; ++i) cost += counts[i] * found[i];
    for (int choice = 0; choice < 243; ++choice) {
      int rest = choice, kraft = 0;
      std::uint64_t sum = 0;
      for (const std::uint32_t count : counts) {
        kraft += 8 >> (rest % 3 + 1);
        sum += count * static_cast<std::uint64_t>(rest % 3 + 1);
        rest /= 3;
      }
      if (kraft <= 8) best = std::min(best, sum);
    }
    CHECK(cost == best);
  }
}

void comes_close_to_the_entropy() {
  // Independent bytes of a geometric distribution: no copy helps, a good code is within 3 % of the entropy.
  std::mt19937 random(6);
  Bytes bytes(200000);
  std::vector<double> counts(256, 0);
  for (std::uint8_t& byte : bytes) {
    while (byte < 40 && random() % 4 != 0) ++byte;
    ++counts[byte];
  }
  double entropy = 0;
  for (const double count : counts)
    if (count > 0) entropy -= count * std::log2(count / static_cast<double>(bytes.size()));
  for (const unsigned level : {1u, 6u, 9u}) CHECK(static_cast<double>(compressed(level, bytes).size()) < entropy / 8 * 1.03 + 100);
}

}  // namespace

int main() {
  decodes_to_its_input();
  rows_decode_to_their_input();
  appends_zeros_as_if_they_were_input();
  does_not_depend_on_earlier_calls();
  makes_the_shortest_codes_within_the_limit();
  comes_close_to_the_entropy();
}
