#include "kernels/parse_numbers.hpp"

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <random>
#include <stdexcept>
#include <vector>

#include "check.hpp"

using namespace gam::kernels;

namespace {

struct Parsed {
  ParseResult result;
  std::vector<std::vector<double>> columns;
};

Parsed parse(const std::string& text, std::size_t columns, char delimiter = 0, std::size_t room = 1 << 20, unsigned threads = 1) {
  Parsed parsed;
  std::vector<std::uint32_t> select;
  std::vector<std::span<double>> out;
  parsed.columns.assign(columns, std::vector<double>(room, -1));
  for (std::uint32_t i = 0; i < columns; ++i) {
    select.push_back(i);
    out.emplace_back(parsed.columns[i]);
  }
  // A copy of exact size: the sanitizer sees a read beyond its end.
  const std::vector<std::uint8_t> bytes(text.begin(), text.end());
  parsed.result = parse_numbers(gam::runtime::Job(threads), bytes, {columns, select, out, delimiter});
  return parsed;
}

void rounds_correctly() {
  std::mt19937_64 random(11);
  std::string text;
  std::vector<double> expected;
  char field[64];
  for (int i = 0; i < 200000; ++i) {
    std::uint64_t word = random();
    double value;
    std::memcpy(&value, &word, sizeof value);
    if (!std::isfinite(value)) continue;
    if (i % 3 == 0) value = std::ldexp(static_cast<double>(static_cast<std::int64_t>(word)), -static_cast<int>(word % 60));
    std::snprintf(field, sizeof field, i % 2 == 0 ? "%.17g" : i % 5 == 0 ? "%.24e" : "%+.7g", value);
    expected.push_back(std::strtod(field, nullptr));
    text += field;
    text += '\n';
  }
  const Parsed parsed = parse(text, 1);
  CHECK(!parsed.result.fault && parsed.result.rows == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) CHECK(std::memcmp(&parsed.columns[0][i], &expected[i], sizeof(double)) == 0);
}

void reads_every_spelling() {
  const Parsed parsed = parse("1 -2.5\t+3\r\n\n  .5 5. -0  \n \t \n1e3 1D-2 2.5d+1\n-1E-400 1e308 4.9e-324", 3);
  CHECK(!parsed.result.fault && parsed.result.rows == 4 && parsed.result.lines == 6);
  const double expected[4][3] = {{1, -2.5, 3}, {0.5, 5, -0.0}, {1000, 0.01, 25}, {-0.0, 1e308, 4.9e-324}};
  for (std::size_t row = 0; row < 4; ++row)
    for (std::size_t column = 0; column < 3; ++column) {
      CHECK(parsed.columns[column][row] == expected[row][column]);
      CHECK(std::signbit(parsed.columns[column][row]) == std::signbit(expected[row][column]));
    }
  const Parsed tiny = parse("0." + std::string(400, '0') + "1 1" + std::string(300, '0') + "e-700 -" + std::string(30, '0') + "7", 3);
  CHECK(!tiny.result.fault && tiny.columns[0][0] == 0 && tiny.columns[1][0] == 0 && tiny.columns[2][0] == -7);
  CHECK(parse("1 , 2,3\n", 3, ',').result.rows == 1);
  CHECK(parse("1;2\n", 2, ';').result.rows == 1);
}

void fails(const std::string& text, std::size_t columns, std::size_t line, std::size_t offset, const std::string& found, char delimiter = 0) {
  for (const unsigned threads : {1u, 2u}) {
    const ParseResult result = parse(text, columns, delimiter, 1 << 20, threads).result;
    CHECK(result.fault && result.fault->line == line && result.fault->offset == offset && result.fault->found == found);
  }
}

void names_what_is_wrong() {
  fails("1 2\n\n3\n", 2, 2, 6, "end of line");
  fails("1 2 x\n", 2, 0, 4, "x");
  fails("1 abc def\n", 2, 0, 2, "abc def");
  fails("1 nan\n", 2, 0, 2, "nan");
  fails("1 1e\n", 2, 0, 2, "1e");
  fails("1 1e400\n", 2, 0, 2, "1e400");
  fails("1 -\n", 2, 0, 2, "-");
  fails("1 2\r3\n", 2, 0, 2, "2?3");
  fails("1,,2\n", 3, 0, 2, ",2", ',');
  fails("1 2", 3, 0, 3, "end of line");
  fails("1 <!DOCTYPE html><html lang=\"en\"><head><title>404", 2, 0, 2, "<!DOCTYPE html><html lang=\"en\"><head><ti...");
  std::string large;
  for (int i = 0; i < 500000; ++i) large += i % 1000 == 0 ? "\n" : "12.5 7\n";
  const std::size_t place = large.size();
  fails(large + "12.5 seven\n" + large, 2, 500000, place + 5, "seven");
}

void is_the_same_for_any_number_of_threads() {
  std::string text;
  for (int i = 0; i < 400000; ++i) text += std::to_string(i) + (i % 777 == 0 ? " 1\n\n" : " -0.25\n");
  const Parsed one = parse(text, 2, 0, 1 << 20, 1), many = parse(text, 2, 0, 1 << 20, 5), tight = parse(text, 2, 0, 400000, 5);
  CHECK(one.result.rows == 400000 && many.result.rows == 400000 && tight.result.rows == 400000);
  CHECK(one.result.lines == many.result.lines && one.result.lines == tight.result.lines);
  for (std::size_t row = 0; row < 400000; ++row) {
    CHECK(one.columns[0][row] == static_cast<double>(row));
    CHECK(many.columns[0][row] == one.columns[0][row] && many.columns[1][row] == one.columns[1][row]);
    CHECK(tight.columns[0][row] == one.columns[0][row] && tight.columns[1][row] == one.columns[1][row]);
  }
  bool refused = false;
  try {
    parse(text, 2, 0, 399999, 5);
  } catch (const std::length_error&) {
    refused = true;
  }
  CHECK(refused);
}

}  // namespace

int main() {
  rounds_correctly();
  reads_every_spelling();
  names_what_is_wrong();
  is_the_same_for_any_number_of_threads();
}
