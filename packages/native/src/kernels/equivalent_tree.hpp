// Field of many 1/r sources by a treecode: a far box of sources is replaced by charges on a small lattice of Chebyshev points, from which
// 1/r is interpolated. Source: Wang, Krasny and Tlupova (2020), A kernel-independent treecode based on barycentric Lagrange
// interpolation, Commun. Comput. Phys. 28, 1415-1436.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "kernels/equivalent_order.hpp"
#include "runtime/job.hpp"

namespace gam::kernels {

class SourceTree {
 public:
  // Sources keep their place; their charges may change.
  explicit SourceTree(const Places& sources);

  // Adds to the charges of some sources (ascending, in tree order).
  void add_charges(std::span<const std::uint32_t> sources, std::span<const double> changes);
  // Sets all charges, in the order of the sources as given.
  void set_charges(std::span<const double> charges);
  const std::vector<double>& charges() const { return charge_; }
  const PlaceTree& places() const { return tree_; }

  // field_i += field of all sources at the targets, which should lie close together. Relative error about 1e-6 of the sum of |charge| / r
  // over the far sources; near ones are summed one by one.
  void add_field(const double* x, const double* y, const double* z, std::size_t targets, double* field) const;

 private:
  struct Lattice {
    std::size_t points[3];
    double centre[3], half[3];
    std::size_t first, size;  // in the arrays of lattice points; size 0: the box has too few sources for a lattice
  };

  void make_lattice(std::size_t box);
  void charge_box(std::size_t box);
  void refresh();
  void spread(const double* x, const double* y, const double* z, const double* charge, std::size_t count, const Lattice& lattice);

  PlaceTree tree_;
  std::vector<double> x_, y_, z_, charge_;  // sources in tree order
  std::vector<Lattice> lattices_;           // of each box
  std::vector<double> lattice_x_, lattice_y_, lattice_z_, lattice_charge_;
  std::vector<bool> stale_;  // boxes whose lattice charges wait for an update
};

// Field of the sources at the targets: sum of charge / r. `field` as long as the targets.
void source_field(const runtime::Job& job, const Places& sources, std::span<const double> charges, const Places& targets,
                  std::span<double> field);

}  // namespace gam::kernels
