// Peer of the harmonic synthesis: GeographicLib's GravityCircle, one thread.
// Build: c++ -O3 -march=native geographiclib.cc -lGeographicLib -o geographiclib
// Usage: geographiclib MODEL_FOLDER MODEL ROWS STEP: geoid height on ROWS of the parallels of a global grid of cells of STEP degrees.
// Prints one JSON line: seconds for these rows and for the whole grid, and the gravitational potential at the first cells of each row.
#include <GeographicLib/GravityCircle.hpp>
#include <GeographicLib/GravityModel.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>

int main(int, char** argv) {
  using GeographicLib::GravityModel;
  const int rows = std::atoi(argv[3]);
  const double step = std::atof(argv[4]);
  const int parallels = static_cast<int>(180 / step + 0.5), meridians = 2 * parallels;
  const GravityModel model(argv[2], argv[1]);
  const auto latitude = [&](int i) { return 90 - step * (0.5 + static_cast<long>(i * static_cast<double>(parallels) / rows)); };
  double sum = 0;
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < rows; ++i) {
    const auto circle = model.Circle(latitude(i), 0, GravityModel::GEOID_HEIGHT);
    for (int j = 0; j < meridians; ++j) sum += circle.GeoidHeight(-180 + step * (j + 0.5));
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  std::printf("{\"rows\":%d,\"seconds\":%.6f,\"seconds_whole_grid\":%.6f,\"check\":%.17g,\"points\":[", rows, seconds, seconds * parallels / rows, sum);
  for (int i = 0; i < rows; ++i) {
    const auto circle = model.Circle(latitude(i), 0, GravityModel::GRAVITY);
    for (int j = 0; j < 4; ++j) {
      double gx, gy, gz;
      const double potential = circle.V(-180 + step * (j + 0.5), gx, gy, gz);
      std::printf("%s[%.17g,%.17g,%.17g]", i + j ? "," : "", latitude(i), -180 + step * (j + 0.5), potential);
    }
  }
  std::printf("]}\n");
}
