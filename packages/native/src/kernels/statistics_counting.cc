#include "kernels/statistics_counting.hpp"

#include <algorithm>
#include <array>

#include "kernels/statistics_keys.hpp"
#include "kernels/statistics_order.hpp"

namespace gam::kernels {
namespace {

constexpr std::size_t kDigits = 65536;  // keys have a high and a low digit of 16 bits
constexpr std::size_t kBlock = 4096;    // samples whose keys are made before any is looked at
constexpr std::size_t kBlocksPerPart = 16;
using Counts = std::vector<std::uint32_t>;

// Calls visit(keys of a block, samples of the block, worker) for all blocks, on all threads. make_keys(samples, count, keys).
template <typename MakeKeys, typename Visit>
void for_each_block(const runtime::Job& job, std::span<const float> values, MakeKeys make_keys, Visit&& visit) {
  constexpr std::size_t kPart = kBlock * kBlocksPerPart;
  job.parallel((values.size() + kPart - 1) / kPart, [&](std::size_t part, unsigned worker) {
    std::array<std::uint32_t, kBlock> keys;
    const std::size_t last = std::min((part + 1) * kPart, values.size());
    for (std::size_t begin = part * kPart; begin < last; begin += kBlock) {
      const auto block = values.subspan(begin, std::min(kBlock, last - begin));
      make_keys(block.data(), block.size(), keys.data());
      visit(std::span<const std::uint32_t>(keys.data(), block.size()), block, worker);
    }
  });
}

// Digit in which the k-th of the counted samples lies, and how many lie before that digit.
struct Found {
  std::size_t digit, before;
};
Found find(const std::uint32_t* counts, std::size_t k) {
  std::size_t before = 0;
  for (std::size_t digit = 0;; before += counts[digit], ++digit)
    if (before + counts[digit] > k) return {digit, before};
}

// Adds up the counts of all threads: whole numbers, so their order does not matter.
const Counts& add_up(std::vector<Counts>& counts) {
  for (std::size_t worker = 1; worker < counts.size(); ++worker)
    for (std::size_t i = 0; i < counts[worker].size(); ++i) counts[0][i] += counts[worker][i];
  return counts[0];
}

// A rank's key, and how many samples have a smaller one.
struct Ranked {
  std::uint32_t key;
  std::size_t before;
};

// The keys at the given ranks: first their high digits are counted, then the low digits of those that share one.
template <std::size_t N, typename MakeKeys>
std::array<Ranked, N> keys_at(const runtime::Job& job, std::span<const float> values, const std::array<std::size_t, N>& ranks,
                              MakeKeys make_keys) {
  std::vector<Counts> high_counts(job.threads(), Counts(kDigits));
  for_each_block(job, values, make_keys, [&](std::span<const std::uint32_t> keys, auto, unsigned worker) {
    std::uint32_t* mine = high_counts[worker].data();
    for (const std::uint32_t k : keys) ++mine[k >> 16];
  });
  const Counts& high = add_up(high_counts);
  std::array<Found, N> found;
  std::vector<std::uint8_t> slot(kDigits, 0);  // 1 + place among the high digits whose low digits are counted
  std::uint8_t slots = 0;
  for (std::size_t r = 0; r < N; ++r) {
    found[r] = find(high.data(), ranks[r]);
    if (slot[found[r].digit] == 0) slot[found[r].digit] = ++slots;
  }
  std::vector<Counts> low_counts(job.threads(), Counts(slots * kDigits));
  for_each_block(job, values, make_keys, [&](std::span<const std::uint32_t> keys, auto, unsigned worker) {
    std::uint32_t* mine = low_counts[worker].data();
    std::array<std::uint32_t, kBlock> wanted;
    std::size_t count = 0;
    for (const std::uint32_t k : keys) {
      wanted[count] = k;
      count += slot[k >> 16] != 0 ? 1 : 0;
    }
    for (std::size_t i = 0; i < count; ++i) ++mine[(slot[wanted[i] >> 16] - 1u) * kDigits + (wanted[i] & 0xffff)];
  });
  const Counts& low = add_up(low_counts);
  std::array<Ranked, N> ranked;
  for (std::size_t r = 0; r < N; ++r) {
    const Found place = find(low.data() + (slot[found[r].digit] - 1u) * kDigits, ranks[r] - found[r].before);
    ranked[r] = {static_cast<std::uint32_t>(found[r].digit << 16 | place.digit), found[r].before + place.before};
  }
  return ranked;
}

// The deviations of two ranks, of which `ranked` tells the rounding to float32: exact in double among those that round alike.
template <typename MakeKeys>
std::array<double, 2> exact_deviations(const runtime::Job& job, std::span<const float> values, double median, MakeKeys make_keys,
                                       const std::array<Ranked, 2>& ranked, const std::array<std::size_t, 2>& ranks) {
  std::vector<std::array<std::vector<double>, 2>> alike(job.threads());
  for_each_block(job, values, make_keys, [&](std::span<const std::uint32_t> keys, std::span<const float> block, unsigned worker) {
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (keys[i] != ranked[0].key && keys[i] != ranked[1].key) continue;
      alike[worker][keys[i] == ranked[0].key ? 0 : 1].push_back(std::abs(static_cast<double>(block[i]) - median));
    }
  });
  std::array<double, 2> result;
  for (std::size_t r = 0; r < 2; ++r) {
    const std::size_t which = ranked[r].key == ranked[0].key ? 0 : 1;
    std::vector<double>& all = alike[0][which];
    for (std::size_t worker = 1; worker < alike.size(); ++worker) {
      all.insert(all.end(), alike[worker][which].begin(), alike[worker][which].end());
      alike[worker][which].clear();
    }
    const auto place = all.begin() + static_cast<std::ptrdiff_t>(ranks[r] - ranked[r].before);
    std::nth_element(all.begin(), place, all.end());
    result[r] = *place;
  }
  return result;
}

}  // namespace

void count_order_statistics(const runtime::Job& job, std::span<const float> values, Statistics& result) {
  const auto n = static_cast<std::size_t>(result.count);
  const Rank p5(n, 0.05), p50(n, 0.5), p95(n, 0.95);
  const auto samples =
      keys_at(job, values, std::array{p5.lower, p5.upper, p50.lower, p50.upper, p95.lower, p95.upper},
              [](const float* x, std::size_t count, std::uint32_t* keys) { GAM_DISPATCH(sample_keys, x, count, keys); });
  const auto percentile = [&](std::size_t lower, const Rank& rank) {
    return between(value_of(samples[lower].key), value_of(samples[lower + 1].key), rank.fraction);
  };
  result.p5 = percentile(0, p5);
  result.median = percentile(2, p50);
  result.p95 = percentile(4, p95);

  const auto rounded_deviations = [median = result.median](const float* x, std::size_t count, std::uint32_t* keys) {
    GAM_DISPATCH(deviation_keys, x, count, median, keys);
  };
  const std::array middles{p50.lower, p50.upper};
  const auto rounded = keys_at(job, values, middles, rounded_deviations);
  const auto exact = exact_deviations(job, values, result.median, rounded_deviations, rounded, middles);
  result.mad = between(exact[0], exact[1], p50.fraction);
}

}  // namespace gam::kernels
