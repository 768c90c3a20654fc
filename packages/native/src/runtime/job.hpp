// What a kernel may ask of its caller: threads, whether to stop, and whom to tell how far it is.
//
// A kernel gives `parallel` a count of independent parts. Parts are handed out in any order to any
// thread, so results are the same for every thread count exactly when part i writes only what
// belongs to i, and reductions over parts are done afterwards, in order of i.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

namespace gam::runtime {

// Thrown out of a kernel whose caller lost interest.
struct Cancelled : std::runtime_error {
  Cancelled() : std::runtime_error("cancelled") {}
};

// State shared between a running kernel and the side that started it; any thread may touch it.
struct Control {
  std::atomic<bool> cancelled{false};
  std::int32_t* external = nullptr;  // two integers of the caller: [0] != 0 cancels, [1] receives parts per million done
  std::int32_t* beats = nullptr;     // grows with every part done: a sign of life of a kernel that reports no progress
};

class Job {
 public:
  explicit Job(unsigned threads, Control* control = nullptr)
      : threads_(threads == 0 ? 1 : threads), control_(control) {}

  unsigned threads() const { return threads_; }
  bool cancelled() const {
    if (control_ == nullptr) return false;
    if (control_->cancelled.load(std::memory_order_relaxed)) return true;
    return control_->external != nullptr && __atomic_load_n(control_->external, __ATOMIC_RELAXED) != 0;
  }
  void check() const {
    if (cancelled()) throw Cancelled();
  }
  // How much of this call is done, 0..1.
  void progress(double fraction) const {
    if (control_ != nullptr && control_->external != nullptr)
      __atomic_store_n(control_->external + 1, static_cast<std::int32_t>(fraction * 1e6), __ATOMIC_RELAXED);
  }

  void beat() const {
    if (control_ != nullptr && control_->beats != nullptr) __atomic_fetch_add(control_->beats, 1, __ATOMIC_RELAXED);
  }

  // Calls body(part, worker) for each part in [0, parts); worker < threads() tells scratch buffers apart.
  // The first exception stops the handing out of parts and is thrown again here.
  template <typename Body>
  void parallel(std::size_t parts, Body&& body) const {
    check();
    const std::size_t workers = threads_ < parts ? threads_ : parts;
    std::atomic<std::size_t> next{0};
    std::exception_ptr failure;
    std::mutex failure_mutex;
    auto run = [&](unsigned worker) {
      try {
        for (std::size_t part = next.fetch_add(1); part < parts; part = next.fetch_add(1)) {
          check();
          body(part, worker);
          beat();
        }
      } catch (...) {
        next.store(parts);
        const std::lock_guard<std::mutex> lock(failure_mutex);
        if (!failure) failure = std::current_exception();
      }
    };
    if (workers <= 1) {
      run(0);
    } else {
      std::vector<std::thread> others;
      others.reserve(workers - 1);
      for (unsigned worker = 1; worker < workers; ++worker) others.emplace_back(run, worker);
      run(0);
      for (std::thread& other : others) other.join();
    }
    if (failure) std::rethrow_exception(failure);
  }

 private:
  unsigned threads_;
  Control* control_;
};

}  // namespace gam::runtime
