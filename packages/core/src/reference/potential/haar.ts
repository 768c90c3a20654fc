/** Cells of a block along its axes, easting fastest. */
export interface BlockShape {
  readonly easting: number;
  readonly northing: number;
  readonly layers: number;
}

/** Orthonormal Haar transform of a block along its three axes, in place; its inverse is its transpose. */
export function haar(values: Float64Array, shape: BlockShape, direction: "forward" | "inverse"): void {
  for (const { count, stride } of axes(shape)) {
    for (let start = 0; start < values.length; start++) {
      if (Math.floor(start / stride) % count !== 0) continue; // not the first element of a line
      const line = Float64Array.from({ length: count }, (_, i) => values[start + i * stride] ?? 0);
      (direction === "forward" ? analyse : synthesise)(line);
      for (const [i, value] of line.entries()) values[start + i * stride] = value;
    }
  }
}

function axes({ easting, northing, layers }: BlockShape) {
  return [
    { count: easting, stride: 1 },
    { count: northing, stride: easting },
    { count: layers, stride: easting * northing },
  ];
}

/** Sums of pairs before differences, the sums again split until one is left; an odd last element goes along as a sum. */
function analyse(line: Float64Array): void {
  for (let length = line.length; length > 1; length = Math.ceil(length / 2)) {
    const old = line.slice(0, length);
    const sums = Math.ceil(length / 2);
    for (let i = 0; 2 * i + 1 < length; i++) {
      line[i] = ((old[2 * i] ?? 0) + (old[2 * i + 1] ?? 0)) * Math.SQRT1_2;
      line[sums + i] = ((old[2 * i] ?? 0) - (old[2 * i + 1] ?? 0)) * Math.SQRT1_2;
    }
    if (length % 2 === 1) line[sums - 1] = old[length - 1] ?? 0;
  }
}

function synthesise(line: Float64Array): void {
  const lengths: number[] = [];
  for (let length = line.length; length > 1; length = Math.ceil(length / 2)) lengths.unshift(length);
  for (const length of lengths) {
    const old = line.slice(0, length);
    const sums = Math.ceil(length / 2);
    for (let i = 0; 2 * i + 1 < length; i++) {
      line[2 * i] = ((old[i] ?? 0) + (old[sums + i] ?? 0)) * Math.SQRT1_2;
      line[2 * i + 1] = ((old[i] ?? 0) - (old[sums + i] ?? 0)) * Math.SQRT1_2;
    }
    if (length % 2 === 1) line[length - 1] = old[sums - 1] ?? 0;
  }
}
