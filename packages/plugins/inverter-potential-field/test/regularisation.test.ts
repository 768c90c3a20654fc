import { activeCells, cellVolumes } from "@geoanomaly/core";
import { describe, expect, it } from "vitest";
import { CrossGradient } from "../src/joint/cross-gradient.js";
import { dot } from "../src/optimisation/vectors.js";
import { depthWeights, sensitivityWeights } from "../src/regularisation/cell-weights.js";
import { ModelNorm } from "../src/regularisation/model-norm.js";
import { INACTIVE, neighboursOf, numberCells } from "../src/regularisation/neighbours.js";
import { sparseWeights } from "../src/regularisation/sparse-weights.js";
import { matrixOf, relativeDifference } from "./dense-algebra.js";
import { noise, regularMesh } from "./synthetic.js";

const mesh = { ...regularMesh([4, 3, 3], [100, 80, 50]), easting: Float64Array.of(100, 120, 90, 200) };
/** A slope: the western columns begin one layer lower. */
const ground = Float64Array.from({ length: 12 }, (_, column) => (column % 4 < 2 ? -60 : 0));
const active = activeCells(mesh, ground);
const { cells, numbers } = numberCells(active);
const n = cells.length;
const volumes = Float64Array.from(cells, (cell) => cellVolumes(mesh)[cell]!);
const alphas = { s: 0.5, x: 1, y: 2, z: 3 };
const design = {
  neighbours: neighboursOf(mesh, cells, numbers),
  volumes,
  cellWeights: volumes.map((_, i) => 1 / (1 + i)),
  alphas,
  length: 50,
};
const zero = new Float64Array(n);

describe("neighbours", () => {
  it("numbers the cells below the ground in mesh order and leaves the others out", () => {
    expect(n).toBe(36 - 6);
    expect([...cells]).toEqual([...cells].sort((a, b) => a - b));
    numbers.forEach((number, cell) => {
      expect(number === INACTIVE).toBe(active[cell] === 0);
    });
  });

  it("pairs every active cell with the next one along each axis, at the distance of their centres", () => {
    const { x, y, z } = design.neighbours;
    // 3 pairs in each of 3 rows of two full layers, and 1 in each row of the upper one, whose western half is air.
    expect([x.first.length, y.first.length, z.first.length]).toEqual([2 * 9 + 3, 2 * 8 + 4, 12 + 6]);
    x.first.forEach((first, i) => {
      expect(cells[x.second[i]!]! - cells[first]!).toBe(1);
    });
    expect(new Set(x.distance)).toEqual(new Set([110, 105, 145]));
    expect(new Set(z.distance)).toEqual(new Set([50]));
  });
});

describe("ModelNorm", () => {
  for (const components of [1, 3]) {
    const norm = new ModelNorm({ ...design, components });
    const model = noise(components * n, 1);
    const reference = noise(components * n, 2);

    it(`is a quadratic form: value, gradient, product and diagonal agree (${components} components)`, async () => {
      const product = (x: Float64Array) => {
        const out = new Float64Array(x.length);
        norm.addProduct(x, 1, out);
        return out;
      };
      const matrix = await matrixOf(components * n, product);
      const none = new Float64Array(components * n);
      expect(norm.value(model, none) / dot(model, product(model))).toBeCloseTo(1, 12);
      const diagonal = Float64Array.from({ length: components * n }, (_, i) => matrix[i * components * n + i]!);
      expect(relativeDifference(norm.diagonal(), diagonal)).toBeLessThan(1e-14);
      const gradient = new Float64Array(components * n);
      norm.addGradient(model, reference, 1, gradient);
      const step = 1e-4;
      for (const i of [0, 7, components * n - 1]) {
        const [up, down] = [model.slice(), model.slice()];
        up[i]! += step;
        down[i]! -= step;
        const slope = (norm.value(up, reference) - norm.value(down, reference)) / (4 * step);
        expect(gradient[i]! / slope).toBeCloseTo(1, 6);
      }
    });

    it(`weighs derivatives alone for a constant model, and nothing at the reference (${components} components)`, () => {
      expect(norm.value(reference, reference)).toBeGreaterThan(0);
      const constant = new Float64Array(components * n).fill(3);
      expect(norm.value(constant, constant)).toBe(0);
    });
  }

  it("draws vectors whose covariance is its matrix", async () => {
    const norm = new ModelNorm({ ...design, components: 1 });
    // With each independent number alone set, the sum of the outer products is the covariance.
    let draws = 0;
    norm.sample(() => {
      draws++;
      return 0;
    });
    const covariance = new Float64Array(n * n);
    for (let k = 0; k < draws; k++) {
      let drawn = 0;
      const sample = norm.sample(() => (drawn++ === k ? 1 : 0));
      for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) covariance[i * n + j]! += sample[i]! * sample[j]!;
    }
    const matrix = await matrixOf(n, (x) => {
      const out = new Float64Array(n);
      norm.addProduct(x, 1, out);
      return out;
    });
    expect(relativeDifference(covariance, matrix)).toBeLessThan(1e-13);
  });

  it("reweighed near a model has the value of the sparse norm there, up to its scale", () => {
    const norm = new ModelNorm({ ...design, alphas: { s: 1, x: 0, y: 0, z: 0 }, components: 1 });
    const model = noise(n, 3);
    const epsilon = 1e-9;
    norm.reweigh(model, zero, { s: 1, x: 2, y: 2, z: 2 }, { s: epsilon, x: 1, y: 1, z: 1 });
    const largest = model.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
    let sum = 0;
    for (let i = 0; i < n; i++) sum += volumes[i]! * design.cellWeights[i]! * Math.abs(model[i]!) * largest;
    expect(norm.value(model, zero) / sum).toBeCloseTo(1, 6);
    norm.smooth();
    expect(norm.value(model, zero)).not.toBeCloseTo(sum, 3);
  });
});

describe("sparseWeights", () => {
  const values = Float64Array.from({ length: 2001 }, (_, i) => -1 + i / 1000);

  it("give the largest gradient of the quadratic term, whatever the exponent", () => {
    for (const p of [0, 0.5, 1, 1.5, 2]) {
      const weights = sparseWeights(values, p, 0.05);
      const steepest = values.reduce((most, value, i) => Math.max(most, Math.abs(weights[i]! * value)), 0);
      expect(steepest, `p = ${p}`).toBeCloseTo(1, 3);
    }
  });

  it("are one for p = 2 and for values that are all zero", () => {
    expect(new Set(sparseWeights(values, 2, 0.1))).toEqual(new Set([1]));
    expect(new Set(sparseWeights(new Float64Array(3), 0, 0.1))).toEqual(new Set([1]));
  });
});

describe("cell weights", () => {
  it("fall with depth by the exponent", () => {
    const weights = depthWeights(Float64Array.of(0, 100, 300), 100, 3);
    expect([...weights]).toEqual([1, expect.closeTo(1 / 8, 12), expect.closeTo(1 / 64, 12)]);
  });

  for (const power of [1, 2]) {
    it(`follow a power of the root of what the readings see per volume, components together (${power})`, () => {
      const weights = sensitivityWeights(Float64Array.of(9, 1, 16, 0), Float64Array.of(1, 0.5), power);
      // Cell 0: root of 25 over 1; cell 1: root of 1 over 0.5.
      expect([...weights]).toEqual([1, expect.closeTo((2 / 5) ** power, 12)]);
    });
  }
});

describe("CrossGradient", () => {
  const cross = new CrossGradient(mesh, cells, numbers);
  const [first, second] = [noise(n, 4), noise(n, 5)];

  it("vanishes for models of the same structure, of either sign, and not for others", () => {
    const scale = cross.value(first, second);
    expect(scale).toBeGreaterThan(0);
    expect(
      cross.value(
        first,
        first.map((value) => 3 - 2 * value),
      ) / scale,
    ).toBeLessThan(1e-25);
    expect(cross.value(first, new Float64Array(n).fill(7))).toBe(0);
  });

  it("is symmetric, and has the gradient that finite differences have", () => {
    expect(cross.value(first, second)).toBeCloseTo(cross.value(second, first), 12);
    const gradients = [new Float64Array(n), new Float64Array(n)] as const;
    cross.linearised(first, second).addGradient(1, gradients[0], gradients[1]);
    const step = 1e-5;
    for (const i of [0, 11, n - 1]) {
      for (const k of [0, 1] as const) {
        const moved = (by: number) => {
          const models = [first.slice(), second.slice()] as const;
          models[k][i]! += by;
          return cross.value(models[0], models[1]);
        };
        expect(gradients[k][i]! / ((moved(step) - moved(-step)) / (4 * step))).toBeCloseTo(1, 5);
      }
    }
  });

  it("has a Gauss-Newton form whose quadratic part is the measure where the present one vanishes", () => {
    // Near a model and a constant, t is linear in a change of the constant: the measure is the form itself.
    const constant = new Float64Array(n).fill(2);
    const change = noise(n, 9);
    const [outFirst, outSecond] = [new Float64Array(n), new Float64Array(n)];
    cross.linearised(first, constant).addProduct(new Float64Array(n), change, 1, outFirst, outSecond);
    expect(
      dot(change, outSecond) /
        cross.value(
          first,
          constant.map((value, i) => value + change[i]!),
        ),
    ).toBeCloseTo(1, 10);
    cross.linearised(constant, second).addProduct(change, new Float64Array(n), 1, outFirst.fill(0), outSecond);
    expect(
      dot(change, outFirst) /
        cross.value(
          constant.map((value, i) => value + change[i]!),
          second,
        ),
    ).toBeCloseTo(1, 10);
  });

  it("has a Gauss-Newton form that is symmetric, not negative, and has the diagonal it says", async () => {
    const linearised = cross.linearised(first, second);
    const matrix = await matrixOf(2 * n, (x) => {
      const out = new Float64Array(2 * n);
      linearised.addProduct(x.subarray(0, n), x.subarray(n), 1, out.subarray(0, n), out.subarray(n));
      return out;
    });
    const transposed = matrix.map((_, i) => matrix[(i % (2 * n)) * 2 * n + Math.floor(i / (2 * n))]!);
    expect(relativeDifference(matrix, transposed)).toBeLessThan(1e-13);
    // A cell with neighbours on both sides of every axis is named once by each difference.
    const inner = regularMesh([5, 5, 5], [10, 10, 10]);
    const all = numberCells(new Uint8Array(125).fill(1));
    const whole = new CrossGradient(inner, all.cells, all.numbers).linearised(noise(125, 6), noise(125, 7));
    const unit = new Float64Array(125);
    unit[62] = 1;
    const outputs = [new Float64Array(125), new Float64Array(125)] as const;
    whole.addProduct(unit, new Float64Array(125), 1, outputs[0], outputs[1]);
    expect(whole.diagonals()[0][62]! / outputs[0][62]!).toBeCloseTo(1, 12);
  });
});
