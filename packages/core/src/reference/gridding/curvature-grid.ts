/** A reading in steps of the finest grid. */
export interface CurvatureReading {
  readonly col: number;
  readonly row: number;
  readonly value: number;
}

/** A reading closer to a sample than this part of a step is taken to stand on it. */
const ON_SAMPLE = 0.05;

/** Weights of neighbours [row offset, col offset, weight], and a constant: L z at a sample is their sum minus `total` times the sample. */
interface Laplacian {
  readonly neighbours: readonly (readonly [number, number, number])[];
  readonly constant: number;
  readonly total: number;
}

/**
 * L z = z_xx + e z_yy at a sample with a reading at (dx, dy), exact for quadratic surfaces: weights b0 at (-1, 1), b1 at (-1, 0),
 * b2 at (0, -1), b3 at (1, -1) and b4 at the reading, mirrored into its quadrant, follow from the five derivatives.
 */
function laplacianWithReading(dx: number, dy: number, value: number, e: number): Laplacian {
  const [x, y] = [Math.abs(dx), Math.abs(dy)];
  const [across, down] = [dx < 0 ? -1 : 1, dy < 0 ? -1 : 1];
  const b4 = (2 * (1 + e)) / ((x + y) * (x + y + 1));
  const both = x * y * b4;
  const b1 = 2 - both - x * x * b4;
  const b2 = (x + y) * b4 - b1;
  const difference = b1 - x * b4;
  const [b0, b3] = [0.5 * (both - difference), 0.5 * (both + difference)];
  return {
    neighbours: [
      [down, -across, b0],
      [0, -across, b1],
      [-down, 0, b2],
      [-down, across, b3],
    ],
    constant: b4 * value,
    total: b0 + b1 + b2 + b3 + b4,
  };
}

/** One grid of the nested solution, relaxed sample after sample. */
export class CurvatureGrid {
  readonly rows: number;
  readonly cols: number;
  readonly #z: Float64Array;
  readonly #at: (row: number, col: number) => number;
  /** What readings demand of samples; `fixed` ones keep their value. */
  readonly #constraints = new Map<number, Laplacian | "fixed">();

  constructor(
    rows: number,
    cols: number,
    stride: number,
    readonly e: number,
    readonly tension: number,
    readings: readonly CurvatureReading[],
  ) {
    this.rows = Math.ceil((rows - 1) / stride) + 1;
    this.cols = Math.ceil((cols - 1) / stride) + 1;
    this.#z = new Float64Array((this.rows + 4) * (this.cols + 4));
    this.#at = (row, col) => (row + 2) * (this.cols + 4) + col + 2;
    const closest = new Map<number, readonly [distance2: number, value: number, dx: number, dy: number]>();
    for (const reading of readings) {
      const [x, y] = [reading.col / stride, reading.row / stride];
      const [col, row] = [Math.floor(x + 0.5), Math.floor(y + 0.5)];
      const [dx, dy] = [x - col, y - row];
      const sample = this.#at(row, col);
      const held = closest.get(sample);
      const distance2 = dx * dx + (dy * dy) / e;
      if (held === undefined || distance2 < held[0] || (distance2 === held[0] && reading.value < held[1])) {
        closest.set(sample, [distance2, reading.value, dx, dy]);
      }
    }
    for (const [sample, [, value, dx, dy]] of closest) {
      const on = Math.abs(dx) < ON_SAMPLE && Math.abs(dy) < ON_SAMPLE;
      if (on) this.#z[sample] = value;
      this.#constraints.set(sample, on ? "fixed" : laplacianWithReading(dx, dy, value, e));
    }
  }

  value(row: number, col: number): number {
    return this.#z[this.#at(row, col)]!;
  }

  /** Starts from a grid of twice the step, bilinearly. */
  startFrom(coarse: CurvatureGrid): void {
    for (let row = 0; row < this.rows; row++) {
      for (let col = 0; col < this.cols; col++) {
        const sample = this.#at(row, col);
        if (this.#constraints.get(sample) === "fixed") continue;
        const [upper, lower] = [Math.floor(row / 2), Math.min(Math.ceil(row / 2), coarse.rows - 1)];
        const [left, right] = [Math.floor(col / 2), Math.min(Math.ceil(col / 2), coarse.cols - 1)];
        this.#z[sample] =
          0.25 * (coarse.value(upper, left) + coarse.value(upper, right) + coarse.value(lower, left) + coarse.value(lower, right));
      }
    }
  }

  /** One successive over-relaxation of all samples; returns the largest change. */
  relax(factor: number): number {
    const { e, tension } = this;
    const z = this.#z;
    const loose = 1 - tension;
    const pitch = this.cols + 4;
    const weight = loose * (2 + 2 * e) + tension;
    const free: Laplacian = {
      neighbours: [
        [0, -1, 1],
        [0, 1, 1],
        [-1, 0, e],
        [1, 0, e],
      ],
      constant: 0,
      total: 2 + 2 * e,
    };
    let largest = 0;
    for (let row = 0; row < this.rows; row++) {
      this.#setEdges();
      for (let col = 0; col < this.cols; col++) {
        const sample = this.#at(row, col);
        const constraint = this.#constraints.get(sample) ?? free;
        if (constraint === "fixed") continue;
        const near = (rows: number, cols: number) => z[sample + rows * pitch + cols]!;
        const around =
          near(0, -2) +
          near(0, 2) +
          e * e * (near(-2, 0) + near(2, 0)) +
          2 * e * (near(-1, -1) + near(-1, 1) + near(1, -1) + near(1, 1)) -
          (2 + 2 * e) * (near(0, -1) + near(0, 1) + e * (near(-1, 0) + near(1, 0)));
        const local = constraint.neighbours.reduce((sum, [rows, cols, b]) => sum + b * near(rows, cols), constraint.constant);
        const wanted = (weight * local - loose * around) / (loose * (2 + 2 * e * e) + weight * constraint.total);
        const change = factor * (wanted - z[sample]!);
        z[sample] = z[sample]! + change;
        largest = Math.max(largest, Math.abs(change));
      }
    }
    return largest;
  }

  /** Two samples beyond each edge: (1 - T) z_nn + T z_n = 0, z_xy = 0 at corners, L z does not change across the edge. */
  #setEdges(): void {
    const z = this.#z;
    const pitch = this.cols + 4;
    const { e, tension } = this;
    const near = (4 * (1 - tension)) / (2 - tension);
    const far = (3 * tension - 2) / (2 - tension);
    const first = (sample: number, out: number) => {
      z[sample + out] = near * z[sample]! + far * z[sample - out]!;
    };
    const second = (sample: number, out: number, along: number, ratio: number) => {
      const sides = z[sample - out + along]! + z[sample - out - along]! - (z[sample + out + along]! + z[sample + out - along]!);
      z[sample + 2 * out] = z[sample - 2 * out]! + ratio * sides + (2 + 2 * ratio) * (z[sample + out]! - z[sample - out]!);
    };
    const [lastRow, lastCol] = [this.rows - 1, this.cols - 1];
    for (let row = 0; row <= lastRow; row++) {
      first(this.#at(row, 0), -1);
      first(this.#at(row, lastCol), 1);
    }
    for (let col = 0; col <= lastCol; col++) {
      first(this.#at(0, col), -pitch);
      first(this.#at(lastRow, col), pitch);
    }
    for (const [row, down] of [
      [0, -pitch],
      [lastRow, pitch],
    ] as const) {
      for (const [col, right] of [
        [0, -1],
        [lastCol, 1],
      ] as const) {
        const corner = this.#at(row, col);
        z[corner + down + right] = z[corner - down + right]! + z[corner + down - right]! - z[corner - down - right]!;
      }
    }
    for (let col = 0; col <= lastCol; col++) {
      second(this.#at(0, col), -pitch, 1, 1 / e);
      second(this.#at(lastRow, col), pitch, 1, 1 / e);
    }
    for (let row = 0; row <= lastRow; row++) {
      second(this.#at(row, 0), -1, pitch, e);
      second(this.#at(row, lastCol), 1, pitch, e);
    }
  }
}
