import type { Plane } from "./plane.js";

/** Columns of cells apart in a key; keys stay exact integers for up to 2^26 columns and rows. */
const STRIDE = 2 ** 26;

/** Finds readings near a place: readings sorted into square cells. Readings without coordinates (NaN) are in no cell. */
export class NeighbourGrid {
  private readonly order: Uint32Array;
  private readonly firsts = new Map<number, number>();
  private readonly keys: Float64Array;

  /** @param cell Metres; searches reach up to this far. */
  constructor(
    private readonly plane: Plane,
    private readonly cell: number,
  ) {
    const { x, y } = plane;
    this.keys = Float64Array.from(x, (value, index) => this.column(value) * STRIDE + this.column(y[index] as number));
    this.order = Uint32Array.from(this.keys.keys())
      .filter((index) => !Number.isNaN(this.keys[index]))
      .sort((a, b) => (this.keys[a] as number) - (this.keys[b] as number) || a - b);
    this.order.forEach((index, at) => {
      const key = this.keys[index] as number;
      if (!this.firsts.has(key)) this.firsts.set(key, at);
    });
  }

  private column(coordinate: number): number {
    return Math.floor(coordinate / this.cell);
  }

  /** Calls `visit` for the readings within `reach` (at most a cell) of a place, in no particular but always the same order. */
  within(x: number, y: number, reach: number, visit: (index: number, distance: number) => void): void {
    const [column, row] = [this.column(x), this.column(y)];
    for (let i = column - 1; i <= column + 1; i++) {
      for (let j = row - 1; j <= row + 1; j++) {
        const key = i * STRIDE + j;
        let at = this.firsts.get(key);
        if (at === undefined) continue;
        for (; at < this.order.length; at++) {
          const index = this.order[at] as number;
          if (this.keys[index] !== key) break;
          const distance = Math.hypot((this.plane.x[index] as number) - x, (this.plane.y[index] as number) - y);
          if (distance <= reach) visit(index, distance);
        }
      }
    }
  }
}
