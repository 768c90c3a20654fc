import { cellCentres, cellVolumes, type TensorMesh } from "@geoanomaly/core";
import { INACTIVE } from "../regularisation/neighbours.js";

/** One axis of a gradient at cell centres: a difference of two cells (one of them the cell itself at a border), per metre. */
interface Difference {
  readonly before: Uint32Array;
  readonly after: Uint32Array;
  /** 1 / distance; 0 where the cell has no neighbour along this axis. */
  readonly inverse: Float64Array;
}

const AXES = [0, 1, 2] as const;

/**
 * Cross-gradients `t = grad(m1) x grad(m2)` of two properties on the same cells, which vanish where the structures of both agree in
 * direction or one has none (Gallardo and Meju 2003, Geophysical Research Letters 30, 1658). The measure is `sum v |t|^2`, v being volumes;
 * for Gauss-Newton steps t is linear in a change of either model.
 */
export class CrossGradient {
  readonly #cells: number;
  readonly #volumes: Float64Array;
  readonly #axes: readonly [Difference, Difference, Difference];

  constructor(mesh: TensorMesh, cells: Uint32Array, numbers: Uint32Array) {
    this.#cells = cells.length;
    const volumes = cellVolumes(mesh);
    const largest = volumes.reduce((a, b) => Math.max(a, b));
    this.#volumes = Float64Array.from(cells, (cell) => volumes[cell]! / largest);
    const centres = cellCentres(mesh);
    const [cols, layer] = [mesh.easting.length, mesh.easting.length * mesh.northing.length];
    const along = (stride: number, length: number, at: (cell: number) => number, centre: Float64Array): Difference => {
      const difference = {
        before: new Uint32Array(cells.length),
        after: new Uint32Array(cells.length),
        inverse: new Float64Array(cells.length),
      };
      for (let i = 0; i < cells.length; i++) {
        const [cell, place] = [cells[i]!, at(cells[i]!)];
        const [lower, upper] = [place > 0 ? numbers[cell - stride]! : INACTIVE, place + 1 < length ? numbers[cell + stride]! : INACTIVE];
        difference.before[i] = lower === INACTIVE ? i : lower;
        difference.after[i] = upper === INACTIVE ? i : upper;
        const distance = Math.abs(centre[place + (upper === INACTIVE ? 0 : 1)]! - centre[place - (lower === INACTIVE ? 0 : 1)]!);
        difference.inverse[i] = distance > 0 ? 1 / distance : 0;
      }
      return difference;
    };
    this.#axes = [
      along(1, cols, (cell) => cell % cols, centres.easting),
      along(cols, mesh.northing.length, (cell) => Math.floor((cell % layer) / cols), centres.northing),
      along(layer, mesh.downward.length, (cell) => Math.floor(cell / layer), centres.upward),
    ];
  }

  #gradient(model: Float64Array): readonly Float64Array[] {
    return this.#axes.map(({ before, after, inverse }) => {
      const slope = new Float64Array(this.#cells);
      for (let i = 0; i < slope.length; i++) slope[i] = inverse[i]! * (model[after[i]!]! - model[before[i]!]!);
      return slope;
    });
  }

  /** `out += factor * sum over axes of G_a' field_a`. */
  #addAdjoint(field: readonly Float64Array[], factor: number, out: Float64Array): void {
    for (const axis of AXES) {
      const { before, after, inverse } = this.#axes[axis];
      const values = field[axis]!;
      for (let i = 0; i < this.#cells; i++) {
        const flow = factor * inverse[i]! * values[i]!;
        out[after[i]!]! += flow;
        out[before[i]!]! -= flow;
      }
    }
  }

  #cross(a: readonly Float64Array[], b: readonly Float64Array[]): Float64Array[] {
    return AXES.map((axis) => {
      const [p, q] = [(axis + 1) % 3, (axis + 2) % 3];
      const product = new Float64Array(this.#cells);
      for (let i = 0; i < product.length; i++) product[i] = a[p]![i]! * b[q]![i]! - a[q]![i]! * b[p]![i]!;
      return product;
    });
  }

  /** `sum v |t|^2`. */
  value(first: Float64Array, second: Float64Array): number {
    let sum = 0;
    for (const component of this.#cross(this.#gradient(first), this.#gradient(second))) {
      for (let i = 0; i < component.length; i++) sum += this.#volumes[i]! * component[i]! * component[i]!;
    }
    return sum;
  }

  /** The measure near two models, as a quadratic form of their changes. */
  linearised(first: Float64Array, second: Float64Array): LinearisedCrossGradient {
    const [a, b] = [this.#gradient(first), this.#gradient(second)];
    const weighted = (field: Float64Array[]) => field.map((values) => values.map((value, i) => value * this.#volumes[i]!));
    /** Adds `B' field` for both models: with `a x b` linear in each, `B1' f = grad'(b x f)` and `B2' f = grad'(f x a)`. */
    const addAdjoints = (field: Float64Array[], outFirst: Float64Array, outSecond: Float64Array, factor: number) => {
      this.#addAdjoint(this.#cross(b, field), factor, outFirst);
      this.#addAdjoint(this.#cross(field, a), factor, outSecond);
    };
    return {
      addGradient: (factor, outFirst, outSecond) => addAdjoints(weighted(this.#cross(a, b)), outFirst, outSecond, factor),
      addProduct: (changeFirst, changeSecond, factor, outFirst, outSecond) => {
        const fromFirst = this.#cross(this.#gradient(changeFirst), b);
        const fromSecond = this.#cross(a, this.#gradient(changeSecond));
        const change = fromFirst.map((values, axis) => values.map((value, i) => value + fromSecond[axis]![i]!));
        addAdjoints(weighted(change), outFirst, outSecond, factor);
      },
      diagonals: () => [this.#diagonal(b), this.#diagonal(a)],
    };
  }

  /** Diagonal of `B' V B` for one model, the gradient of the other being given. */
  #diagonal(other: readonly Float64Array[]): Float64Array {
    const diagonal = new Float64Array(this.#cells);
    for (let i = 0; i < this.#cells; i++) {
      // How t of this cell moves with each cell that its gradient uses: e_axis x other, per unit of that cell.
      for (const axis of AXES) {
        const { before, after, inverse } = this.#axes[axis];
        const [p, q] = [other[(axis + 1) % 3]![i]!, other[(axis + 2) % 3]![i]!];
        const stiffness = this.#volumes[i]! * inverse[i]! * inverse[i]! * (p * p + q * q);
        diagonal[after[i]!]! += stiffness;
        diagonal[before[i]!]! += stiffness;
      }
    }
    return diagonal;
  }
}

/** The quadratic form `|t + B1 dm1 + B2 dm2|^2`, weighted by volumes. */
export interface LinearisedCrossGradient {
  /** Half its gradient at no change, times `factor`, added to the outputs. */
  addGradient(factor: number, outFirst: Float64Array, outSecond: Float64Array): void;
  /** `B' V B` times changes. */
  addProduct(changeFirst: Float64Array, changeSecond: Float64Array, factor: number, outFirst: Float64Array, outSecond: Float64Array): void;
  /** Diagonal of `B' V B` for each model; approximate for cells at a border, which the differences of several axes name. */
  diagonals(): readonly [Float64Array, Float64Array];
}
