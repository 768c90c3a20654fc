/** Keeps P_nm / cos^m within the range of a double up to degree 2700. @see Holmes and Featherstone (2002), J. Geodesy 76, section 2.5 */
const RANGE = 1e-280;

/**
 * Legendre functions P_nm(sine), 4-pi fully normalised, without Condon-Shortley phase: degree n, order m at `n (n + 1) / 2 + m`.
 * @param sine, cosine Of the geocentric latitude.
 * @see Holmes and Featherstone (2002), equations 11 and 12: forward column recursion of P_nm / cos^m
 */
export function legendreFunctions(maxDegree: number, sine: number, cosine: number): Float64Array {
  const functions = new Float64Array(((maxDegree + 1) * (maxDegree + 2)) / 2);
  let sectoral = RANGE;
  for (let m = 0; m <= maxDegree; m++) {
    if (m > 0) sectoral *= m === 1 ? Math.sqrt(3) : Math.sqrt((2 * m + 1) / (2 * m));
    const power = cosine ** m;
    let [previous, current] = [0, sectoral];
    for (let n = m; n <= maxDegree; n++) {
      functions[(n * (n + 1)) / 2 + m] = (current * power) / RANGE;
      const a = Math.sqrt(((2 * n + 1) * (2 * n + 3)) / ((n + 1 - m) * (n + 1 + m)));
      const b = n === m ? 0 : Math.sqrt(((2 * n + 3) * (n - m) * (n + m)) / ((n + 1 - m) * (n + 1 + m) * (2 * n - 1)));
      [previous, current] = [current, a * sine * current - b * previous];
    }
  }
  return functions;
}

/**
 * Derivatives of {@link legendreFunctions} that the gradient needs, in the same layout: along latitude, and m P_nm / cos.
 * Both by neighbours in order, which divide by nothing and so hold at the poles.
 */
export function legendreSlopes(maxDegree: number, functions: Float64Array): { readonly north: Float64Array; readonly east: Float64Array } {
  const at = (n: number, m: number) => (m > n || n < 0 ? 0 : functions[(n * (n + 1)) / 2 + m]!);
  const north = new Float64Array(functions.length);
  const east = new Float64Array(functions.length);
  for (let n = 1; n <= maxDegree; n++)
    for (let m = 0; m <= n; m++) {
      const index = (n * (n + 1)) / 2 + m;
      if (m === 0) {
        north[index] = Math.sqrt((n * (n + 1)) / 2) * at(n, 1);
        continue;
      }
      // Functions of order 0 are normalised by 1 instead of the square root of 2.
      const first = m === 1 ? Math.SQRT2 : 1;
      north[index] = (Math.sqrt((n + m + 1) * (n - m)) * at(n, m + 1) - first * Math.sqrt((n + m) * (n - m + 1)) * at(n, m - 1)) / 2;
      const up = Math.sqrt((n - m) * (n - m - 1)) * at(n - 1, m + 1);
      const down = first * Math.sqrt((n + m) * (n + m - 1)) * at(n - 1, m - 1);
      east[index] = (Math.sqrt((2 * n + 1) / (2 * n - 1)) * (up + down)) / 2;
    }
  return { north, east };
}
