#include "kernels/deflate_code.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace gam::kernels::deflate {

namespace {

constexpr std::size_t kMaxSymbols = 288;
constexpr unsigned kMaxLimit = 15;

struct Leaf {
  std::uint32_t count;
  std::uint16_t symbol;
};

// Lengths of the unlimited Huffman code of ascending `weights`, in place; longest first. (Moffat and Katajainen 1995)
void huffman_lengths(std::span<std::uint32_t> weights) {
  const std::size_t n = weights.size();
  std::size_t leaf = 0;
  std::size_t root = 0;
  for (std::size_t next = 0; next + 1 < n; ++next) {  // weights become parent indices from the left
    const auto take = [&]() -> std::uint32_t {
      if (leaf >= n || (root < next && weights[root] < weights[leaf])) {
        const std::uint32_t weight = weights[root];
        weights[root++] = static_cast<std::uint32_t>(next);
        return weight;
      }
      return weights[leaf++];
    };
    const std::uint32_t first = take();
    const std::uint32_t second = take();
    weights[next] = first + second;
  }
  weights[n - 2] = 0;  // depth of the root
  for (std::size_t node = n - 2; node-- > 0;) weights[node] = weights[weights[node]] + 1;
  std::size_t available = 1;
  std::uint32_t depth = 0;
  std::ptrdiff_t inner = static_cast<std::ptrdiff_t>(n) - 2;
  std::ptrdiff_t out = static_cast<std::ptrdiff_t>(n) - 1;
  while (available > 0) {
    std::size_t used = 0;
    while (inner >= 0 && weights[static_cast<std::size_t>(inner)] == depth) {
      ++used;
      --inner;
    }
    for (; available > used; --available) weights[static_cast<std::size_t>(out--)] = depth;
    available = 2 * used;
    ++depth;
  }
}

// Lengths of the best code with no length above `limit`, for ascending leaves.
void package_merge(std::span<const Leaf> leaves, unsigned limit, std::span<std::uint8_t> lengths) {
  const std::size_t n = leaves.size();
  std::array<std::uint64_t, 2 * kMaxSymbols> list{};
  std::array<std::uint64_t, 2 * kMaxSymbols> merged{};
  std::array<std::array<bool, 2 * kMaxSymbols>, kMaxLimit> is_leaf{};
  std::size_t size = 0;
  for (unsigned level = 0; level < limit; ++level) {
    const std::size_t packages = size / 2;
    std::size_t leaf = 0;
    std::size_t package = 0;
    for (size = 0; leaf < n || package < packages; ++size) {
      const std::uint64_t weight = package < packages ? list[2 * package] + list[2 * package + 1] : 0;
      const bool take_leaf = package >= packages || (leaf < n && leaves[leaf].count <= weight);
      is_leaf[level][size] = take_leaf;
      merged[size] = take_leaf ? leaves[leaf++].count : (++package, weight);
    }
    list = merged;
  }
  std::size_t taken = 2 * n - 2;
  for (unsigned level = limit; level-- > 0;) {  // every list a leaf is taken from adds one bit to it
    std::size_t from_leaves = 0;
    for (std::size_t item = 0; item < taken; ++item) from_leaves += is_leaf[level][item] ? 1 : 0;
    for (std::size_t leaf = 0; leaf < from_leaves; ++leaf) ++lengths[leaves[leaf].symbol];
    taken = 2 * (taken - from_leaves);
  }
}

}  // namespace

void code_lengths(std::span<const std::uint32_t> counts, unsigned limit, std::span<std::uint8_t> lengths) {
  std::fill(lengths.begin(), lengths.end(), std::uint8_t{0});
  std::array<Leaf, kMaxSymbols> storage;
  std::size_t used = 0;
  for (std::size_t symbol = 0; symbol < counts.size(); ++symbol)
    if (counts[symbol] > 0) storage[used++] = {counts[symbol], static_cast<std::uint16_t>(symbol)};
  for (std::uint16_t symbol = 0; used < 2; ++symbol)
    if (counts[symbol] == 0) storage[used++] = {1, symbol};
  const std::span<Leaf> leaves(storage.data(), used);
  std::sort(leaves.begin(), leaves.end(),
            [](const Leaf& a, const Leaf& b) { return a.count != b.count ? a.count < b.count : a.symbol < b.symbol; });
  std::array<std::uint32_t, kMaxSymbols> weights;
  for (std::size_t i = 0; i < used; ++i) weights[i] = leaves[i].count;
  huffman_lengths({weights.data(), used});
  if (weights[0] > limit) return package_merge(leaves, limit, lengths);
  for (std::size_t i = 0; i < used; ++i) lengths[leaves[i].symbol] = static_cast<std::uint8_t>(weights[i]);
}

void codewords(std::span<const std::uint8_t> lengths, std::span<std::uint16_t> words) {
  std::array<std::uint16_t, kMaxLimit + 2> next{};  // first the counts one length up, then the first word of each length
  for (const std::uint8_t length : lengths)
    if (length > 0) ++next[length + 1u];
  for (unsigned length = 1; length <= kMaxLimit; ++length)
    next[length] = static_cast<std::uint16_t>((next[length] + next[length - 1]) << 1);
  for (std::size_t symbol = 0; symbol < lengths.size(); ++symbol) {
    const unsigned length = lengths[symbol];
    unsigned reversed = 0;
    if (length > 0)
      for (unsigned bit = 0, word = next[length]++; bit < length; ++bit, word >>= 1) reversed = reversed << 1 | (word & 1);
    words[symbol] = static_cast<std::uint16_t>(reversed);
  }
}

}  // namespace gam::kernels::deflate
