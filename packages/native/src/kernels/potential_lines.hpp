// Sensitivities of one station to the cells of a mesh, line by line along easting, in double precision.
//
// Near cells share the nodes between them (prism_nodes.hpp), far ones are series (prism_far.hpp). Which is which depends on the
// station and on the line of cells alone, so a coefficient has the same bits in whatever part of the mesh it is asked for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "kernels/prism_nodes.hpp"

namespace gam::kernels {

struct Station {
  double easting, northing, upward;
};

struct SensitivityMesh {
  // Planes between cells: one more than cells. `upward` descends.
  std::span<const double> easting, northing, upward;
  std::span<const std::uint32_t> cells;  // that have a column, ascending
  std::span<const TensorWeights> tensors;  // one for each component; none for gravity
  double scale;                            // of every coefficient
};

// Receives the coefficients of `count` successive columns.
using LineVisitor = std::function<void(std::size_t column, std::size_t count, const double* values)>;

class PotentialLines {
 public:
  explicit PotentialLines(const SensitivityMesh& mesh);

  // Buffers of one thread.
  class Workspace {
   public:
    explicit Workspace(const PotentialLines& lines);

   private:
    friend class PotentialLines;
    struct Range {
      std::size_t begin = 0, end = 0;
      bool empty() const { return begin >= end; }
      Range with(Range other) const;
    };
    std::vector<double> x, middle, reach_west, reach_east, inverse_xz, inverse_xy;
    std::vector<double> nodes[2];        // of the line to the south and to the north, by component
    std::vector<double> differences[2];  // of the plane above and below, by component
    std::vector<double> line, packed;
    std::vector<Range> upper, lower;  // near cells of the lines of the layer above and below a plane
  };

  std::size_t rows() const { return northing_; }
  std::size_t components() const { return components_; }
  std::size_t columns() const { return components_ * mesh_.cells.size(); }

  // All lines of cells whose place along northing is in first .. end, layer by layer from the top, component fastest.
  void evaluate(const Station& station, std::size_t first, std::size_t end, Workspace& workspace, const LineVisitor& visit) const;

 private:
  using Range = Workspace::Range;
  double offset_of(double plane, double station) const;
  void place(const Station& station, std::size_t first, std::size_t end, Workspace& workspace) const;
  Range near_cells(double y, double z, std::size_t j, std::size_t k, const Workspace& workspace) const;
  void node_line(double y, double z, const double* inverse_xy, Range cells, Workspace& workspace, double* nodes) const;
  void emit(const Station& station, std::size_t j, std::size_t k, Range near, std::size_t plane, std::size_t row, Workspace& workspace,
            const LineVisitor& visit) const;

  SensitivityMesh mesh_;
  std::size_t easting_, northing_, layers_, components_, stride_;
  std::vector<double> half_easting_, half_northing_, half_upward_;
  std::vector<std::size_t> line_start_;  // first of `cells` in each line of the mesh
};

}  // namespace gam::kernels
