export interface SurferSpec {
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
  /** From the south, each from the west. */
  readonly rows: readonly (readonly number[])[];
  readonly rotation?: number;
}

const colsOf = (spec: SurferSpec) => (spec.rows[0] ?? []).length;

export function encodeSurfer6Ascii(spec: SurferSpec): string {
  const { west, east, south, north, rows } = spec;
  return `DSAA\n${colsOf(spec)} ${rows.length}\n${west} ${east}\n${south} ${north}\n0 0\n${rows.map((row) => ` ${row.join(" ")} `).join("\n")}\n`;
}

export function encodeSurfer6Binary(spec: SurferSpec): Buffer {
  const { west, east, south, north, rows } = spec;
  const bytes = Buffer.alloc(56 + 4 * rows.flat().length);
  bytes.write("DSBB", "latin1");
  bytes.writeInt16LE(colsOf(spec), 4);
  bytes.writeInt16LE(rows.length, 6);
  [west, east, south, north, 0, 0].forEach((value, i) => void bytes.writeDoubleLE(value, 8 + 8 * i));
  rows.flat().forEach((value, i) => void bytes.writeFloatLE(value, 56 + 4 * i));
  return bytes;
}

export function encodeSurfer7(spec: SurferSpec): Buffer {
  const { west, east, south, north, rows, rotation = 0 } = spec;
  const cols = colsOf(spec);
  const section = (name: string, content: Buffer) => {
    const head = Buffer.alloc(8);
    head.write(name, "latin1");
    head.writeInt32LE(content.length, 4);
    return Buffer.concat([head, content]);
  };
  const version = Buffer.from([1, 0, 0, 0]);
  const grid = Buffer.alloc(72);
  grid.writeInt32LE(rows.length, 0);
  grid.writeInt32LE(cols, 4);
  [west, south, (east - west) / (cols - 1), (north - south) / (rows.length - 1), 0, 0, rotation, 1.70141e38].forEach(
    (value, i) => void grid.writeDoubleLE(value, 8 + 8 * i),
  );
  return Buffer.concat([
    section("DSRB", version),
    section("GRID", grid),
    section("DATA", Buffer.from(Float64Array.from(rows.flat()).buffer)),
  ]);
}
