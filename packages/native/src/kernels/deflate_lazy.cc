#include "kernels/deflate_lazy.hpp"

#include <algorithm>

namespace gam::kernels::deflate {

namespace {

constexpr unsigned kRunPeriod = 8;
constexpr unsigned kGoodLength = 48;
constexpr unsigned kGoodChain = 32;

std::uint32_t hash3(std::uint32_t word, unsigned bits) { return (word << 8) * 0x9E3779B1u >> (32 - bits); }
std::uint32_t hash4(std::uint32_t word, unsigned bits) { return word * 0x9E3779B1u >> (32 - bits); }

}  // namespace

void LazyParser::insert(const std::uint8_t* at, const std::uint8_t* end) {
  if (end - at < 4) return;
  const std::uint32_t word = load32(at);
  const std::uint32_t here = static_cast<std::uint32_t>(at - begin_) + base_;
  short_heads_[hash3(word, kShortBits)] = here;
  std::uint32_t& head = heads_[hash4(word, kHashBits)];
  previous_[here % kWindow] = head;
  head = here;
}

// Best copy for the string at `at`, which is inserted on the way.
LazyParser::Match LazyParser::find(const std::uint8_t* at, const std::uint8_t* end) {
  Match best;
  if (end - at < 4) return best;
  const std::uint32_t word = load32(at);
  const std::uint32_t here = static_cast<std::uint32_t>(at - begin_) + base_;
  const std::uint32_t oldest = here - kWindow > base_ ? here - kWindow : base_;
  const unsigned limit = static_cast<unsigned>(std::min<std::ptrdiff_t>(kMaxMatch, end - at));
  std::uint32_t& short_head = short_heads_[hash3(word, kShortBits)];
  std::uint32_t& head = heads_[hash4(word, kHashBits)];
  const std::uint32_t short_candidate = short_head;
  std::uint32_t candidate = head;
  short_head = here;
  previous_[here % kWindow] = candidate;
  head = here;

  std::int32_t literals = 0;  // cost of the first `counted` bytes as literals
  unsigned counted = 0;
  const auto consider = [&](unsigned length, unsigned distance) {
    for (; counted < length; ++counted) literals += static_cast<std::int32_t>(costs_.literal[at[counted]]);
    const std::int32_t saving = literals - static_cast<std::int32_t>(costs_.copy(length, distance));
    if (saving > best.saving) best = {length, distance, saving};
  };

  unsigned longest = 3;
  if (short_candidate >= oldest && ((load32(at - (here - short_candidate)) ^ word) << 8) == 0) consider(3, here - short_candidate);
  for (unsigned left = effort_.chain; candidate >= oldest && left > 0; --left) {
    const std::uint8_t* const other = at - (here - candidate);
    if (load32(other) == word && (longest == limit || longest < 4 || other[longest] == at[longest])) {
      const unsigned length = match_length(at, other, limit, 4);
      if (length > longest) {
        longest = length;
        consider(length, here - candidate);
        if (length >= effort_.nice || length == limit) break;
        if (length >= kGoodLength && left > kGoodChain) left = kGoodChain;  // already good: do not spend much on better
      }
    }
    const std::uint32_t next = previous_[candidate % kWindow];
    if (next >= candidate) break;
    candidate = next;
  }
  return best;
}

void LazyParser::parse(std::span<const std::uint8_t> bytes, bool last, BitWriter& out) {
  if (bytes.size() + base_ > 0xF0000000u) {
    std::fill(short_heads_.begin(), short_heads_.end(), 0);
    std::fill(heads_.begin(), heads_.end(), 0);
    base_ = kWindow;
  }
  begin_ = bytes.data();
  const std::uint8_t* const end = begin_ + bytes.size();
  const std::uint8_t* at = begin_;
  const std::uint8_t* anchor = at;
  std::size_t symbols = 0;
  costs_.guess(bytes);
  splitter_.begin(bytes);
  const auto close_chunk = [&] {
    if (at > anchor) splitter_.add(anchor, static_cast<std::size_t>(at - anchor), 0, 0);
    anchor = at;
    splitter_.close_chunk(static_cast<std::size_t>(at - begin_), out);
    costs_.learn(splitter_.block());
    symbols = 0;
  };
  while (at < end) {
    Match match = find(at, end);
    if (match.saving <= 0) {
      ++at;
    } else {
      unsigned ahead = 1;  // strings before at + ahead are inserted
      while (ahead <= effort_.lazy && match.length < effort_.nice) {
        const Match later = find(at + ahead, end);
        ++ahead;
        if (later.saving > match.saving) {
          at += ahead - 1;
          symbols += ahead - 1;
          match = later;
          ahead = 1;
        }
      }
      splitter_.add(anchor, static_cast<std::size_t>(at - anchor), match.length, match.distance);
      const std::uint8_t* const next = at + match.length;
      at += ahead;
      // Strings inside a long run are all alike: only its end can start something new.
      if (match.length >= effort_.nice && match.distance <= kRunPeriod) at = std::max(at, next - kRunPeriod);
      for (; at < next; ++at) insert(at, end);
      at = next;
      anchor = at;
    }
    if (++symbols >= Splitter::kChunkSymbols) close_chunk();
  }
  close_chunk();
  splitter_.finish(last, out);
  base_ += static_cast<std::uint32_t>(bytes.size()) + kWindow;
}

}  // namespace gam::kernels::deflate
