// Encoders that outlive a call: making one costs as much as compressing a small tile.
#pragma once

#include <array>
#include <memory>
#include <mutex>
#include <vector>

#include "kernels/deflate.hpp"

namespace gam::kernels {

// A Deflater for the lifetime of this object, from the pool and back to it. Any thread may hold one.
class PooledDeflater {
 public:
  explicit PooledDeflater(unsigned level) : level_(level) {
    Pool& pool = shared();
    const std::lock_guard<std::mutex> lock(pool.mutex);
    if (std::vector<Deflater>& idle = pool.idle.at(level); !idle.empty()) {
      held_ = std::make_unique<Deflater>(std::move(idle.back()));
      idle.pop_back();
    } else {
      held_ = std::make_unique<Deflater>(level);
    }
  }
  ~PooledDeflater() {
    Pool& pool = shared();
    const std::lock_guard<std::mutex> lock(pool.mutex);
    if (std::vector<Deflater>& idle = pool.idle.at(level_); idle.size() < kMaxIdle) idle.push_back(std::move(*held_));
  }
  PooledDeflater(const PooledDeflater&) = delete;
  PooledDeflater& operator=(const PooledDeflater&) = delete;

  Deflater& operator*() { return *held_; }
  Deflater* operator->() { return held_.get(); }

 private:
  static constexpr std::size_t kMaxIdle = 16;  // per level
  struct Pool {
    std::mutex mutex;
    std::array<std::vector<Deflater>, 10> idle;
  };
  static Pool& shared() {
    static Pool& pool = *new Pool;  // never destroyed: a job may still run while the process exits
    return pool;
  }

  unsigned level_;
  std::unique_ptr<Deflater> held_;
};

}  // namespace gam::kernels
