// What memory delivers: seconds to read 500 MB once, and bandwidth of the triad a = b + s c (bytes of the three arrays), best of 9.
// usage: memory-limit THREADS
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

template <typename Work>
static double best(unsigned threads, Work work) {
  double least = 1e9;
  for (int run = 0; run < 9; ++run) {
    const auto start = std::chrono::steady_clock::now();
    std::vector<std::thread> others;
    for (unsigned t = 1; t < threads; ++t) others.emplace_back(work, t);
    work(0);
    for (std::thread& other : others) other.join();
    least = std::min(least, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  return least;
}

int main(int, char** arguments) {
  const unsigned threads = static_cast<unsigned>(std::atoi(arguments[1]));
  constexpr std::size_t count = 125'000'000, third = count / 6;
  std::vector<float> values(count, 1.0F);
  std::vector<double> a(third, 1.0), b(third, 2.0), c(third, 3.0);
  std::vector<float> sinks(threads * 64);
  const double read = best(threads, [&](unsigned t) {
    float sums[64] = {};
    for (std::size_t i = count / threads * t; i + 64 <= count / threads * (t + 1); i += 64)
      for (std::size_t lane = 0; lane < 64; ++lane) sums[lane] += values[i + lane];
    std::copy(sums, sums + 64, sinks.begin() + 64 * t);
  });
  const double triad = best(threads, [&](unsigned t) {
    for (std::size_t i = third / threads * t; i < third / threads * (t + 1); ++i) a[i] = b[i] + 3.0 * c[i];
  });
  float sum = 0;
  for (const float sink : sinks) sum += sink;
  std::printf("{\"read_seconds\": %.6f, \"triad_bytes_per_second\": %.4g, \"sink\": %g}\n", read, 24.0 * third / triad,
              static_cast<double>(sum) + a[third / 2]);
}
