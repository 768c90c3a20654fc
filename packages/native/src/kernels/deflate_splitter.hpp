// Collects the sequences of a parser chunk by chunk and starts a new block where that makes the stream smaller.
#pragma once

#include <span>
#include <vector>

#include "kernels/deflate_block.hpp"

namespace gam::kernels::deflate {

class Splitter {
 public:
  // Symbols after which a parser should close its chunk.
  static constexpr std::size_t kChunkSymbols = 4096;

  // `bytes` is the whole input; blocks cover it from the start.
  void begin(std::span<const std::uint8_t> bytes) {
    bytes_ = bytes;
    block_begin_ = chunk_begin_ = 0;
    sequences_.clear();
    block_sequences_ = 0;
    block_ = {};
    chunk_ = {};
  }

  // One sequence of the current chunk, starting where the last one ended.
  void add(const std::uint8_t* literals, std::size_t literal_count, unsigned length, unsigned distance) {
    for (std::size_t i = 0; i < literal_count; ++i) ++chunk_.literal[literals[i]];
    if (length > 0) chunk_.add_match(length, distance);
    sequences_.push_back({static_cast<std::uint32_t>(literal_count), static_cast<std::uint16_t>(length), static_cast<std::uint16_t>(distance)});
  }

  // Ends the chunk before byte `position` of the input.
  void close_chunk(std::size_t position, BitWriter& out) {
    if (block_sequences_ > 0) {
      Histogram joined = block_;
      joined.add(chunk_);
      const bool split = chunk_begin_ - block_begin_ >= kMaxBlock || joined.cost() > block_.cost() + chunk_.cost();
      if (split) {
        flush(false, out);
        block_ = chunk_;
      } else {
        block_ = joined;
      }
    } else {
      block_ = chunk_;
    }
    chunk_ = {};
    chunk_begin_ = position;
    block_sequences_ = sequences_.size();
  }

  // Writes what is left; `last` marks the end of the stream.
  void finish(bool last, BitWriter& out) { flush(last, out); }

  // Of the chunk so far.
  const Histogram& chunk() const { return chunk_; }
  // Of the block up to the last closed chunk.
  const Histogram& block() const { return block_; }

 private:
  static constexpr std::size_t kMaxBlock = 1 << 20;  // keeps counts and memory small

  void flush(bool last, BitWriter& out) {
    write_block(bytes_.subspan(block_begin_, chunk_begin_ - block_begin_), std::span(sequences_).first(block_sequences_), block_, last, out);
    sequences_.erase(sequences_.begin(), sequences_.begin() + static_cast<std::ptrdiff_t>(block_sequences_));
    block_begin_ = chunk_begin_;
    block_sequences_ = 0;
  }

  std::span<const std::uint8_t> bytes_;
  std::vector<Sequence> sequences_;  // of the block, then of the chunk
  std::size_t block_sequences_ = 0;
  std::size_t block_begin_ = 0;
  std::size_t chunk_begin_ = 0;
  Histogram block_;
  Histogram chunk_;
};

}  // namespace gam::kernels::deflate
