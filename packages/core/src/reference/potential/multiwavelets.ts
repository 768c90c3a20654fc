/** Polynomials of lower degree than this have no wavelet coefficients. */
const MOMENTS = 4;

/**
 * Orthonormal multiwavelets on a line of `count` points, as rows of a square matrix: polynomials over the whole line first, then wavelets
 * from the longest to the shortest, each of them zero outside its interval and orthogonal to polynomials within it. Any count will do, and
 * nothing wraps or reflects at the ends.
 * @see Alpert 1993, A class of bases in L2 for the sparse representation of integral operators, SIAM J. Math. Anal. 24
 */
export function multiwavelets(count: number): Float64Array {
  const { smooth, wavelets } = interval(0, count, count);
  return Float64Array.from([...smooth, ...wavelets].flatMap((row) => [...row]));
}

interface Interval {
  /** An orthonormal basis of the polynomials on the interval. */
  readonly smooth: Float64Array[];
  /** Orthonormal, long ones first; with the polynomials they span all that lives on the interval. */
  readonly wavelets: Float64Array[];
}

function interval(begin: number, end: number, count: number): Interval {
  const smooth = orthonormal(polynomials(begin, end, count), []);
  if (end - begin <= 2 * MOMENTS) {
    const points = Array.from({ length: end - begin }, (_, i) => unit(begin + i, count));
    return { smooth, wavelets: orthonormal(points, smooth) };
  }
  const middle = (begin + end) >> 1;
  const [west, east] = [interval(begin, middle, count), interval(middle, end, count)];
  // What the polynomials of the halves span beyond those of the whole.
  const own = orthonormal([...west.smooth, ...east.smooth], smooth);
  return { smooth, wavelets: [...own, ...west.wavelets, ...east.wavelets] };
}

function unit(at: number, count: number): Float64Array {
  const vector = new Float64Array(count);
  vector[at] = 1;
  return vector;
}

function polynomials(begin: number, end: number, count: number): Float64Array[] {
  const degrees = Math.min(MOMENTS, end - begin);
  return Array.from({ length: degrees }, (_, degree) => {
    const vector = new Float64Array(count);
    for (let i = begin; i < end; i++) vector[i] = ((2 * i + 1 - begin - end) / (end - begin)) ** degree;
    return vector;
  });
}

/** Gram-Schmidt, twice for the rounding: orthonormal vectors that span what `vectors` add to `known`. */
function orthonormal(vectors: readonly Float64Array[], known: readonly Float64Array[]): Float64Array[] {
  const basis: Float64Array[] = [];
  for (const vector of vectors) {
    const rest = Float64Array.from(vector);
    for (let pass = 0; pass < 2; pass++) {
      for (const other of [...known, ...basis]) {
        const share = rest.reduce((sum, value, i) => sum + value * (other[i] ?? 0), 0);
        for (let i = 0; i < rest.length; i++) rest[i] = (rest[i] ?? 0) - share * (other[i] ?? 0);
      }
    }
    const norm = Math.hypot(...rest);
    if (norm > 1e-9 * Math.hypot(...vector)) basis.push(rest.map((value) => value / norm));
  }
  return basis;
}
