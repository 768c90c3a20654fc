/** A run of steps of a line, with its bounding box in metres. */
export interface Chunk {
  readonly line: number;
  readonly first: number;
  readonly last: number;
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** Cells along each side of the map. */
const CELLS = 256;

const overlap = (a: Chunk, b: Chunk) => a.west <= b.east && a.east >= b.west && a.south <= b.north && a.north >= b.south;

/** Finds the runs whose boxes overlap another's: runs filed into square cells of their whole extent. */
export class ChunkMap {
  private readonly cells = new Map<number, Chunk[]>();
  private readonly west: number;
  private readonly south: number;
  private readonly cell: number;

  constructor(chunks: readonly Chunk[]) {
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const chunk of chunks) {
      [west, east] = [Math.min(west, chunk.west), Math.max(east, chunk.east)];
      [south, north] = [Math.min(south, chunk.south), Math.max(north, chunk.north)];
    }
    this.west = west;
    this.south = south;
    this.cell = Math.max(east - west, north - south) / CELLS || 1;
    for (const chunk of chunks) {
      for (const key of this.keys(chunk)) {
        const filed = this.cells.get(key);
        if (filed) filed.push(chunk);
        else this.cells.set(key, [chunk]);
      }
    }
  }

  private *keys({ west, south, east, north }: Chunk): Generator<number> {
    const column = (x: number) => Math.max(-1, Math.min(CELLS + 1, Math.floor((x - this.west) / this.cell)));
    const row = (y: number) => Math.max(-1, Math.min(CELLS + 1, Math.floor((y - this.south) / this.cell)));
    for (let i = column(west); i <= column(east); i++) for (let j = row(south); j <= row(north); j++) yield i * 1024 + j;
  }

  /** Each run once, always in the same order. */
  near(chunk: Chunk): ReadonlySet<Chunk> {
    const found = new Set<Chunk>();
    for (const key of this.keys(chunk)) for (const other of this.cells.get(key) ?? []) if (overlap(chunk, other)) found.add(other);
    return found;
  }
}
