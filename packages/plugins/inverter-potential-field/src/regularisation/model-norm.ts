import { AXES, type Axis } from "../options/inverter-options.js";
import type { Neighbours } from "./neighbours.js";
import { sparseWeights } from "./sparse-weights.js";

export interface ModelNormDesign {
  readonly neighbours: Readonly<Record<"x" | "y" | "z", Neighbours>>;
  /** Of each active cell: its volume, and the square of its depth or sensitivity weight. */
  readonly volumes: Float64Array;
  readonly cellWeights: Float64Array;
  readonly alphas: Readonly<Record<Axis, number>>;
  /** Derivatives are differences per this length, metres, so that all terms have the unit of the property squared. */
  readonly length: number;
  /** Parts of the unknowns that are regularised alike: 1, or 3 for a magnetisation vector, one after the other. */
  readonly components: number;
}

/** One sum `sum_i c_i r_i f_i^2`, f being values or differences of neighbours. */
interface Term {
  readonly axis: Axis;
  /** Absent for the size term. */
  readonly pairs?: Neighbours;
  /** Differences are multiplied by this before their square; absent for the size term. */
  readonly slope?: Float64Array;
  readonly base: Float64Array;
  /** `c_i r_i`: `base` unless reweighted; one per component and value. */
  weights: Float64Array;
}

/**
 * The model norm `R(m) = sum over terms` of `alpha_s v w (m - m_ref)^2` and `alpha_x v w (L dm/dx)^2` ..., v being volumes and w squared
 * cell weights, means of the two cells for a derivative. The reference model acts on the size only.
 */
export class ModelNorm {
  readonly unknowns: number;
  readonly #cells: number;
  readonly #components: number;
  readonly #terms: Term[];

  constructor({ neighbours, volumes, cellWeights, alphas, length, components }: ModelNormDesign) {
    this.#cells = volumes.length;
    this.#components = components;
    this.unknowns = components * volumes.length;
    const measure = volumes.map((volume, i) => volume * cellWeights[i]!);
    this.#terms = AXES.filter((axis) => alphas[axis] > 0).map((axis): Term => {
      if (axis === "s") {
        const base = measure.map((value) => alphas.s * value);
        return { axis, base, weights: base };
      }
      const pairs = neighbours[axis];
      const slope = pairs.distance.map((distance) => length / distance);
      const base = slope.map((_, i) => (alphas[axis] * (measure[pairs.first[i]!]! + measure[pairs.second[i]!]!)) / 2);
      return { axis, pairs, slope, base, weights: base };
    });
  }

  /** Values (less the reference) or differences of every term at a model, each component after the other. */
  #features(term: Term, model: Float64Array, reference: Float64Array): Float64Array {
    const { pairs, slope } = term;
    if (pairs === undefined || slope === undefined) return model.map((value, i) => value - reference[i]!);
    const features = new Float64Array(this.#components * slope.length);
    for (let c = 0; c < this.#components; c++) {
      const [cell, pair] = [c * this.#cells, c * slope.length];
      for (let i = 0; i < slope.length; i++) {
        features[pair + i] = slope[i]! * (model[cell + pairs.second[i]!]! - model[cell + pairs.first[i]!]!);
      }
    }
    return features;
  }

  /** Largest size of what each term sums up at a model: where the sparse norms start from. */
  largestFeatures(model: Float64Array, reference: Float64Array): Record<Axis, number> {
    const largest: Record<Axis, number> = { s: 0, x: 0, y: 0, z: 0 };
    for (const term of this.#terms) {
      for (const value of this.#features(term, model, reference)) largest[term.axis] = Math.max(largest[term.axis], Math.abs(value));
    }
    return largest;
  }

  /** Makes every term quadratic. */
  smooth(): void {
    for (const term of this.#terms) term.weights = term.base;
  }

  /** Weighs every term for its exponent near a model. */
  reweigh(
    model: Float64Array,
    reference: Float64Array,
    norms: Readonly<Record<Axis, number>>,
    epsilons: Readonly<Record<Axis, number>>,
  ): void {
    for (const term of this.#terms) {
      if (norms[term.axis] === 2) {
        term.weights = term.base;
        continue;
      }
      const weights = sparseWeights(this.#features(term, model, reference), norms[term.axis], epsilons[term.axis]);
      for (let i = 0; i < weights.length; i++) weights[i]! *= term.base[i % term.base.length]!;
      term.weights = weights;
    }
  }

  /** `out += factor * R x`, R being the matrix of the quadratic form. */
  addProduct(x: Float64Array, factor: number, out: Float64Array): void {
    for (const { pairs, slope, base, weights } of this.#terms) {
      const shared = weights === base;
      for (let c = 0; c < this.#components; c++) {
        const cell = c * this.#cells;
        const weight = shared ? 0 : c * base.length;
        if (pairs === undefined || slope === undefined) {
          for (let i = 0; i < this.#cells; i++) out[cell + i]! += factor * weights[weight + i]! * x[cell + i]!;
          continue;
        }
        const { first, second } = pairs;
        for (let i = 0; i < slope.length; i++) {
          const [a, b] = [cell + first[i]!, cell + second[i]!];
          const flow = factor * weights[weight + i]! * slope[i]! * slope[i]! * (x[b]! - x[a]!);
          out[a]! -= flow;
          out[b]! += flow;
        }
      }
    }
  }

  /** Half the gradient of the norm at a model, `R_s (m - m_ref) + R_x m + ...`, times `factor`, added to `out`. */
  addGradient(model: Float64Array, reference: Float64Array, factor: number, out: Float64Array): void {
    this.addProduct(model, factor, out);
    const size = this.#terms.find(({ axis }) => axis === "s");
    if (size === undefined) return;
    const repeated = size.weights.length;
    for (let i = 0; i < this.unknowns; i++) out[i]! -= factor * size.weights[i % repeated]! * reference[i]!;
  }

  /** `R(m)`. */
  value(model: Float64Array, reference: Float64Array): number {
    let sum = 0;
    for (const term of this.#terms) {
      const features = this.#features(term, model, reference);
      const repeated = term.weights.length;
      for (let i = 0; i < features.length; i++) sum += term.weights[i % repeated]! * features[i]! * features[i]!;
    }
    return sum;
  }

  /** Diagonal of the matrix of the quadratic form. */
  diagonal(): Float64Array {
    const diagonal = new Float64Array(this.unknowns);
    for (const { pairs, slope, base, weights } of this.#terms) {
      for (let c = 0; c < this.#components; c++) {
        const cell = c * this.#cells;
        const weight = weights === base ? 0 : c * base.length;
        if (pairs === undefined || slope === undefined) {
          for (let i = 0; i < this.#cells; i++) diagonal[cell + i]! += weights[weight + i]!;
          continue;
        }
        for (let i = 0; i < slope.length; i++) {
          const stiffness = weights[weight + i]! * slope[i]! * slope[i]!;
          diagonal[cell + pairs.first[i]!]! += stiffness;
          diagonal[cell + pairs.second[i]!]! += stiffness;
        }
      }
    }
    return diagonal;
  }

  /** A vector whose covariance is the matrix of the quadratic form, from independent numbers of variance 1. */
  sample(next: () => number): Float64Array {
    const sample = new Float64Array(this.unknowns);
    for (const { pairs, slope, base, weights } of this.#terms) {
      for (let c = 0; c < this.#components; c++) {
        const cell = c * this.#cells;
        const weight = weights === base ? 0 : c * base.length;
        if (pairs === undefined || slope === undefined) {
          for (let i = 0; i < this.#cells; i++) sample[cell + i]! += Math.sqrt(weights[weight + i]!) * next();
          continue;
        }
        for (let i = 0; i < slope.length; i++) {
          const pull = Math.sqrt(weights[weight + i]!) * slope[i]! * next();
          sample[cell + pairs.first[i]!]! -= pull;
          sample[cell + pairs.second[i]!]! += pull;
        }
      }
    }
    return sample;
  }
}
