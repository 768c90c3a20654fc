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
    return {
      addGradient: (factor, outFirst, outSecond) => {
        const field = this.#cross(a, b).map((values) => values.map((value, i) => value * this.#volumes[i]!));
        // Adjoints of da x b and a x db: da . (b x f) and db . (f x a).
        this.#addAdjoint(this.#cross(b, field), factor, outFirst);
        this.#addAdjoint(this.#cross(field, a), factor, outSecond);
      },
      addProduct: (changeFirst, changeSecond, factor, outFirst, outSecond) =>
        this.#addProduct(a, b, [changeFirst, changeSecond], factor, [outFirst, outSecond]),
      diagonals: () => [this.#diagonal(b), this.#diagonal(a)],
    };
  }

  /** `B' V B` times changes, cell by cell: one pass, as this is what conjugate gradients spend their time on. */
  #addProduct(
    [aE, aN, aU]: readonly Float64Array[],
    [bE, bN, bU]: readonly Float64Array[],
    [first, second]: readonly [Float64Array, Float64Array],
    factor: number,
    [outFirst, outSecond]: readonly [Float64Array, Float64Array],
  ): void {
    const [east, north, up] = this.#axes;
    for (let i = 0; i < this.#cells; i++) {
      const [e1, n1, u1] = [aE![i]!, aN![i]!, aU![i]!];
      const [e2, n2, u2] = [bE![i]!, bN![i]!, bU![i]!];
      const [eAfter, eBefore, eInverse] = [east.after[i]!, east.before[i]!, east.inverse[i]!];
      const [nAfter, nBefore, nInverse] = [north.after[i]!, north.before[i]!, north.inverse[i]!];
      const [uAfter, uBefore, uInverse] = [up.after[i]!, up.before[i]!, up.inverse[i]!];
      const [dE1, dN1, dU1] = [
        eInverse * (first[eAfter]! - first[eBefore]!),
        nInverse * (first[nAfter]! - first[nBefore]!),
        uInverse * (first[uAfter]! - first[uBefore]!),
      ];
      const [dE2, dN2, dU2] = [
        eInverse * (second[eAfter]! - second[eBefore]!),
        nInverse * (second[nAfter]! - second[nBefore]!),
        uInverse * (second[uAfter]! - second[uBefore]!),
      ];
      // t = da x b + a x db, times the volume.
      const volume = factor * this.#volumes[i]!;
      const tE = volume * (dN1 * u2 - dU1 * n2 + n1 * dU2 - u1 * dN2);
      const tN = volume * (dU1 * e2 - dE1 * u2 + u1 * dE2 - e1 * dU2);
      const tU = volume * (dE1 * n2 - dN1 * e2 + e1 * dN2 - n1 * dE2);
      // b x t for the first model, t x a for the second.
      const [fE1, fN1, fU1] = [eInverse * (n2 * tU - u2 * tN), nInverse * (u2 * tE - e2 * tU), uInverse * (e2 * tN - n2 * tE)];
      const [fE2, fN2, fU2] = [eInverse * (tN * u1 - tU * n1), nInverse * (tU * e1 - tE * u1), uInverse * (tE * n1 - tN * e1)];
      outFirst[eAfter]! += fE1;
      outFirst[eBefore]! -= fE1;
      outFirst[nAfter]! += fN1;
      outFirst[nBefore]! -= fN1;
      outFirst[uAfter]! += fU1;
      outFirst[uBefore]! -= fU1;
      outSecond[eAfter]! += fE2;
      outSecond[eBefore]! -= fE2;
      outSecond[nAfter]! += fN2;
      outSecond[nBefore]! -= fN2;
      outSecond[uAfter]! += fU2;
      outSecond[uBefore]! -= fU2;
    }
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
