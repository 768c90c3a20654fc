#include "kernels/toeplitz_operator.hpp"

#include <algorithm>
#include <vector>

namespace gam::kernels {
namespace {

constexpr std::size_t kLanes = 8, kElement = 2 * kLanes;

// Transforms of one length with the buffers of each thread.
class Transform {
 public:
  Transform(std::size_t length, unsigned workers) : passes_(length), buffers_(workers) {
    for (auto& buffer : buffers_) buffer.resize(2 * kElement * length);
  }
  std::size_t length() const { return passes_.length; }
  // Input of the next run, `length` elements.
  double* input(unsigned worker) { return buffers_[worker].data(); }
  double* run(unsigned worker) {
    const FourierTables tables{passes_.length, passes_.radices.data(), passes_.radices.size(), passes_.twiddles.data(), passes_.roots.data()};
    return GAM_DISPATCH(fourier_transform, tables, input(worker), input(worker) + kElement * passes_.length);
  }

 private:
  FourierPasses passes_;
  std::vector<std::vector<double>> buffers_;
};

void multiply(const ToeplitzSpectra& spectra, const double* elements, std::size_t at, std::size_t count, double* sums) {
  if (spectra.full.empty())
    GAM_DISPATCH(toeplitz_multiply_single, elements, spectra.single.data() + at, count, sums);
  else
    GAM_DISPATCH(toeplitz_multiply_double, elements, spectra.full.data() + at, count, sums);
}

void spread(const ToeplitzSpectra& spectra, const double* values, std::size_t at, std::size_t count, double* elements) {
  if (spectra.full.empty())
    GAM_DISPATCH(toeplitz_spread_single, values, spectra.single.data() + at, count, elements);
  else
    GAM_DISPATCH(toeplitz_spread_double, values, spectra.full.data() + at, count, elements);
}

constexpr std::size_t pairs(std::size_t rows) { return (rows + 1) / 2; }

// Layers, eight in the lanes of an element, as spectra along easting: [group][wave number][row]. Rows come in pairs.
class LayerRows {
 public:
  LayerRows(const ToeplitzShape& shape, std::size_t rows)
      : groups_(shape.groups()), waves_(shape.wave_numbers()), rows_(2 * pairs(rows)), values_(groups_ * waves_ * rows_ * kElement) {}
  std::size_t rows() const { return rows_; }
  std::size_t stride() const { return rows_ * kElement; }  // between wave numbers
  double* at(std::size_t group, std::size_t wave, std::size_t row) { return values_.data() + ((group * waves_ + wave) * rows_ + row) * kElement; }

 private:
  std::size_t groups_, waves_, rows_;
  std::vector<double> values_;
};

// Rows of the lattice as spectra along easting, sixteen to a batch, the first eight beside the other eight: [batch][half][wave number].
class LatticeRows {
 public:
  LatticeRows(const ToeplitzShape& shape)
      : rows_(shape.lattice_northing), waves_(shape.wave_numbers()), values_(batches() * 2 * waves_ * kElement) {}
  std::size_t batches() const { return (rows_ + 2 * kLanes - 1) / (2 * kLanes); }
  double* at(std::size_t row, std::size_t wave) { return values_.data() + ((row / kLanes) * waves_ + wave) * kElement + row % kLanes; }

 private:
  std::size_t rows_, waves_;
  std::vector<double> values_;
};

// Real rows to spectra. `value(layer, row, column)` of rows x columns cells.
template <typename Value>
void transform_layers(const runtime::Job& job, const ToeplitzShape& shape, std::size_t rows, std::size_t columns, Value&& value,
                      Transform& along, LayerRows& out) {
  job.parallel(shape.groups() * pairs(rows), [&](std::size_t part, unsigned worker) {
    const std::size_t group = part / pairs(rows), row = 2 * (part % pairs(rows));
    double* elements = along.input(worker);
    std::fill_n(elements, kElement * along.length(), 0.0);
    for (std::size_t lane = 0; lane < std::min(kLanes, shape.layers - group * kLanes); ++lane)
      for (std::size_t half = 0; half < 2 && row + half < rows; ++half)
        for (std::size_t i = 0; i < columns; ++i) elements[kElement * i + kLanes * half + lane] = value(group * kLanes + lane, row + half, i);
    const double* transformed = along.run(worker);
    GAM_DISPATCH(toeplitz_split, transformed, along.length(), out.at(group, 0, row), out.at(group, 0, row + 1), out.stride());
  });
}

}  // namespace

std::size_t toeplitz_length(std::size_t needed) {
  for (std::size_t length = std::max<std::size_t>(1, needed);; ++length) {
    std::size_t rest = length;
    for (const std::size_t factor : {2, 3, 5})
      while (rest % factor == 0) rest /= factor;
    if (rest == 1) return length;
  }
}

void toeplitz_spectra(const runtime::Job& job, const ToeplitzShape& shape, std::span<const double> table, const ToeplitzSpectra& spectra) {
  Transform along_easting(shape.padded_easting, job.threads()), along_northing(shape.padded_northing, job.threads());
  const std::size_t columns = shape.cells_easting + shape.lattice_easting - 1, rows = shape.cells_northing + shape.lattice_northing - 1;
  // Coefficient i of the table belongs to the shift lattice - 1 - i, on the circle.
  const auto shifted = [](std::size_t place, std::size_t lattice, std::size_t padded) { return (lattice - 1 + padded - place) % padded; };
  const double scale = 1 / (static_cast<double>(shape.padded_easting) * static_cast<double>(shape.padded_northing));
  LayerRows planes(shape, shape.padded_northing);
  transform_layers(
      job, shape, shape.padded_northing, shape.padded_easting,
      [&](std::size_t layer, std::size_t row, std::size_t column) {
        const std::size_t j = shifted(row, shape.lattice_northing, shape.padded_northing);
        const std::size_t i = shifted(column, shape.lattice_easting, shape.padded_easting);
        return i < columns && j < rows ? scale * table[(layer * rows + j) * columns + i] : 0.0;
      },
      along_easting, planes);
  job.parallel(shape.groups() * shape.wave_numbers(), [&](std::size_t part, unsigned worker) {
    const std::size_t count = kElement * shape.padded_northing;
    std::copy_n(planes.at(part / shape.wave_numbers(), part % shape.wave_numbers(), 0), count, along_northing.input(worker));
    const double* spectrum = along_northing.run(worker);
    for (std::size_t i = 0; i < count; ++i)
      if (spectra.full.empty())
        spectra.single[part * count + i] = static_cast<float>(spectrum[i]);
      else
        spectra.full[part * count + i] = spectrum[i];
  });
}

void toeplitz_apply(const runtime::Job& job, const ToeplitzShape& shape, const ToeplitzSpectra& spectra, std::span<const double> model,
                    std::span<double> data) {
  Transform along_easting(shape.padded_easting, job.threads()), along_northing(shape.padded_northing, job.threads());
  const std::size_t nx = shape.cells_easting, ny = shape.cells_northing, waves = shape.wave_numbers(), length = shape.padded_northing;
  LayerRows layers(shape, ny);
  transform_layers(
      job, shape, ny, nx, [&](std::size_t layer, std::size_t row, std::size_t column) { return model[(layer * ny + row) * nx + column]; },
      along_easting, layers);

  // Along northing, wave numbers along easting eight at a time: products summed over layers, then back as lanes of one transform.
  LatticeRows rows(shape);
  std::vector<std::vector<double>> scratch(job.threads(), std::vector<double>((2 * kElement + 2) * length));
  job.parallel((waves + kLanes - 1) / kLanes, [&](std::size_t part, unsigned worker) {
    double* sums = scratch[worker].data();
    double* columns = sums + kElement * length;
    double* values = columns + kElement * length;
    std::fill_n(columns, kElement * length, 0.0);
    const std::size_t count = std::min(kLanes, waves - part * kLanes);
    for (std::size_t lane = 0; lane < count; ++lane) {
      const std::size_t wave = part * kLanes + lane;
      std::fill_n(sums, kElement * length, 0.0);
      for (std::size_t group = 0; group < shape.groups(); ++group) {
        double* elements = along_northing.input(worker);
        std::copy_n(layers.at(group, wave, 0), kElement * ny, elements);
        std::fill_n(elements + kElement * ny, kElement * (length - ny), 0.0);
        multiply(spectra, along_northing.run(worker), (group * waves + wave) * length * kElement, length, sums);
      }
      GAM_DISPATCH(toeplitz_sum_lanes, sums, length, values);
      for (std::size_t k = 0; k < length; ++k) {
        columns[kElement * k + lane] = values[2 * k + 1];  // parts exchanged: the way back
        columns[kElement * k + kLanes + lane] = values[2 * k];
      }
    }
    std::copy_n(columns, kElement * length, along_northing.input(worker));
    const double* back = along_northing.run(worker);
    for (std::size_t row = 0; row < shape.lattice_northing; ++row)
      for (std::size_t lane = 0; lane < count; ++lane) {
        double* value = rows.at(row, part * kLanes + lane);
        value[0] = back[kElement * row + kLanes + lane];
        value[kLanes] = back[kElement * row + lane];
      }
  });

  job.parallel(rows.batches(), [&](std::size_t batch, unsigned worker) {
    const std::size_t first = 2 * kLanes * batch;
    GAM_DISPATCH(toeplitz_join, rows.at(first, 0), rows.at(first + kLanes, 0), kElement, shape.padded_easting, along_easting.input(worker));
    const double* back = along_easting.run(worker);
    for (std::size_t row = first; row < std::min(first + 2 * kLanes, shape.lattice_northing); ++row)
      for (std::size_t i = 0; i < shape.lattice_easting; ++i)
        data[row * shape.lattice_easting + i] = back[kElement * i + (row - first < kLanes ? kLanes : 0) + row % kLanes];
  });
}

void toeplitz_adjoint(const runtime::Job& job, const ToeplitzShape& shape, const ToeplitzSpectra& spectra, std::span<const double> data,
                      std::span<double> model) {
  Transform along_easting(shape.padded_easting, job.threads()), along_northing(shape.padded_northing, job.threads());
  const std::size_t nx = shape.cells_easting, ny = shape.cells_northing, waves = shape.wave_numbers(), length = shape.padded_northing;
  LatticeRows rows(shape);
  job.parallel(rows.batches(), [&](std::size_t batch, unsigned worker) {
    const std::size_t first = 2 * kLanes * batch;
    double* elements = along_easting.input(worker);
    std::fill_n(elements, kElement * shape.padded_easting, 0.0);
    for (std::size_t row = first; row < std::min(first + 2 * kLanes, shape.lattice_northing); ++row)
      for (std::size_t i = 0; i < shape.lattice_easting; ++i) elements[kElement * i + row - first] = data[row * shape.lattice_easting + i];
    const double* transformed = along_easting.run(worker);
    GAM_DISPATCH(toeplitz_split, transformed, shape.padded_easting, rows.at(first, 0), rows.at(first + kLanes, 0), kElement);
  });

  LayerRows layers(shape, ny);
  std::vector<std::vector<double>> scratch(job.threads(), std::vector<double>((kElement + 2) * length));
  job.parallel((waves + kLanes - 1) / kLanes, [&](std::size_t part, unsigned worker) {
    double* columns = scratch[worker].data();
    double* values = columns + kElement * length;
    const std::size_t count = std::min(kLanes, waves - part * kLanes);
    double* elements = along_northing.input(worker);
    std::fill_n(elements, kElement * length, 0.0);
    for (std::size_t row = 0; row < shape.lattice_northing; ++row)
      for (std::size_t lane = 0; lane < count; ++lane) {
        const double* value = rows.at(row, part * kLanes + lane);
        elements[kElement * row + lane] = value[0];
        elements[kElement * row + kLanes + lane] = value[kLanes];
      }
    std::copy_n(along_northing.run(worker), kElement * length, columns);
    for (std::size_t lane = 0; lane < count; ++lane) {
      const std::size_t wave = part * kLanes + lane;
      for (std::size_t k = 0; k < length; ++k) {
        values[2 * k] = columns[kElement * k + lane];
        values[2 * k + 1] = columns[kElement * k + kLanes + lane];
      }
      for (std::size_t group = 0; group < shape.groups(); ++group) {
        spread(spectra, values, (group * waves + wave) * length * kElement, length, along_northing.input(worker));
        const double* back = along_northing.run(worker);
        double* target = layers.at(group, wave, 0);
        for (std::size_t row = 0; row < ny; ++row) {
          std::copy_n(back + kElement * row + kLanes, kLanes, target + kElement * row);
          std::copy_n(back + kElement * row, kLanes, target + kElement * row + kLanes);
        }
      }
    }
  });

  job.parallel(shape.groups() * pairs(ny), [&](std::size_t part, unsigned worker) {
    const std::size_t group = part / pairs(ny), row = 2 * (part % pairs(ny));
    GAM_DISPATCH(toeplitz_join, layers.at(group, 0, row), layers.at(group, 0, row + 1), layers.stride(), shape.padded_easting,
                 along_easting.input(worker));
    const double* back = along_easting.run(worker);
    for (std::size_t lane = 0; lane < std::min(kLanes, shape.layers - group * kLanes); ++lane)
      for (std::size_t half = 0; half < 2 && row + half < ny; ++half) {
        double* target = model.data() + ((group * kLanes + lane) * ny + row + half) * nx;
        for (std::size_t i = 0; i < nx; ++i) target[i] = back[kElement * i + (half == 0 ? kLanes : 0) + lane];
      }
  });
}

}  // namespace gam::kernels
