#include "kernels/statistics_counting.hpp"

#include <algorithm>
#include <array>

#include "kernels/statistics_order.hpp"

namespace gam::kernels {
namespace {

constexpr std::size_t kDigits = 65536;  // keys have a high and a low digit of 16 bits
constexpr std::size_t kSamplesPerPart = std::size_t{1} << 16;
using Counts = std::vector<std::uint32_t>;

// Calls body(sample, worker) for the finite samples, on all threads.
template <typename Body>
void for_each_sample(const runtime::Job& job, std::span<const float> values, Body&& body) {
  job.parallel((values.size() + kSamplesPerPart - 1) / kSamplesPerPart, [&](std::size_t part, unsigned worker) {
    const std::size_t begin = part * kSamplesPerPart, end = std::min(begin + kSamplesPerPart, values.size());
    auto visit = body(worker);
    for (std::size_t i = begin; i < end; ++i)
      if (is_finite(values[i])) visit(values[i]);
  });
}

// Digit in which the k-th of the counted samples lies, and how many lie before that digit.
struct Found {
  std::size_t digit;
  std::size_t before;
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

// The keys (by key(sample)) of the samples of the given ranks, which ascend.
template <std::size_t N, typename Key>
std::array<std::uint32_t, N> keys_at(const runtime::Job& job, std::span<const float> values,
                                     const std::array<std::size_t, N>& ranks, Key key) {
  std::vector<Counts> counts(job.threads(), Counts(kDigits));
  for_each_sample(job, values, [&](unsigned worker) {
    return [&, mine = counts[worker].data()](float x) { ++mine[key(x) >> 16]; };
  });
  const Counts& high = add_up(counts);
  std::array<Found, N> found;
  std::vector<std::uint8_t> slot(kDigits, 0);  // 1 + place among the high digits whose low digits are counted
  std::uint8_t slots = 0;
  for (std::size_t r = 0; r < N; ++r) {
    found[r] = find(high.data(), ranks[r]);
    if (slot[found[r].digit] == 0) slot[found[r].digit] = ++slots;
  }
  std::vector<Counts> low_counts(job.threads(), Counts(slots * kDigits));
  for_each_sample(job, values, [&](unsigned worker) {
    return [&, mine = low_counts[worker].data()](float x) {
      const std::uint32_t k = key(x);
      if (const std::size_t s = slot[k >> 16]; s != 0) ++mine[(s - 1) * kDigits + (k & 0xffff)];
    };
  });
  const Counts& low = add_up(low_counts);
  std::array<std::uint32_t, N> keys;
  for (std::size_t r = 0; r < N; ++r) {
    const std::size_t digit = find(low.data() + (slot[found[r].digit] - 1u) * kDigits, ranks[r] - found[r].before).digit;
    keys[r] = static_cast<std::uint32_t>(found[r].digit << 16 | digit);
  }
  return keys;
}

// k-th smallest |x - median| of those that round to `rounded`; `before` samples have a smaller rounded deviation.
double exact_deviation(const runtime::Job& job, std::span<const float> values, double median, float rounded, std::size_t k) {
  std::vector<std::vector<double>> same(job.threads());
  std::vector<std::size_t> before(job.threads(), 0);
  for_each_sample(job, values, [&](unsigned worker) {
    return [&, worker](float x) {
      const double deviation = std::abs(static_cast<double>(x) - median);
      const float single = static_cast<float>(deviation);
      if (single < rounded) ++before[worker];
      else if (single == rounded) same[worker].push_back(deviation);
    };
  });
  for (std::size_t worker = 1; worker < same.size(); ++worker) {
    same[0].insert(same[0].end(), same[worker].begin(), same[worker].end());
    before[0] += before[worker];
  }
  const auto place = same[0].begin() + static_cast<std::ptrdiff_t>(k - before[0]);
  std::nth_element(same[0].begin(), place, same[0].end());
  return *place;
}

}  // namespace

void count_order_statistics(const runtime::Job& job, std::span<const float> values, Statistics& result) {
  const auto n = static_cast<std::size_t>(result.count);
  const Rank p5(n, 0.05), p50(n, 0.5), p95(n, 0.95);
  const std::array<std::size_t, 6> ranks{p5.lower, p5.upper, p50.lower, p50.upper, p95.lower, p95.upper};
  const auto keys = keys_at(job, values, ranks, key_of);
  const auto at = [&](std::size_t lower, const Rank& rank) {
    return between(value_of(keys[lower]), value_of(keys[lower + 1]), rank.fraction);
  };
  result.p5 = at(0, p5);
  result.median = at(2, p50);
  result.p95 = at(4, p95);

  const double median = result.median;
  const std::array<std::size_t, 2> middles{p50.lower, p50.upper};
  const auto deviations = keys_at(job, values, middles, [median](float x) {
    return std::bit_cast<std::uint32_t>(static_cast<float>(std::abs(static_cast<double>(x) - median)));
  });
  const auto exact = [&](std::size_t r) {
    return exact_deviation(job, values, median, std::bit_cast<float>(deviations[r]), middles[r]);
  };
  const double below = exact(0);
  result.mad = middles[0] == middles[1] ? below : between(below, exact(1), p50.fraction);
}

}  // namespace gam::kernels
