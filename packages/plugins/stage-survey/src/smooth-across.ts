/**
 * Smooths values at irregular places: minimises the weighted squares of what is changed plus `stiffness` times the squares of the second
 * differences, taken as curvature times the square of `spacing`. Straight lines pass unchanged, and the ends are free.
 * @param places Ascending; those nearer than a twentieth of `spacing` count as that far apart. @param weights 0 or more, not all 0.
 * @returns Smoothed values, one per place.
 * @see Whittaker (1923), On a new method of graduation, Proc. Edinburgh Math. Soc. 41
 */
export function smoothAcross(
  places: Float64Array,
  values: Float64Array,
  weights: Float64Array,
  stiffness: number,
  spacing: number,
): Float64Array {
  const count = values.length;
  // Bands of the symmetric matrix: diagonal, and one and two beside it.
  const [d, e, f] = [weights.slice(), new Float64Array(count), new Float64Array(count)];
  const right = values.map((value, k) => value * (weights[k] as number));
  const add = (band: Float64Array, at: number, term: number) => {
    band[at] = (band[at] as number) + stiffness * term;
  };
  for (let k = 1; k < count - 1; k++) {
    const before = Math.max(((places[k] as number) - (places[k - 1] as number)) / spacing, 0.05);
    const after = Math.max(((places[k + 1] as number) - (places[k] as number)) / spacing, 0.05);
    const a = 2 / (before * (before + after));
    const c = 2 / (after * (before + after));
    const b = -(a + c);
    add(d, k - 1, a * a);
    add(d, k, b * b);
    add(d, k + 1, c * c);
    add(e, k - 1, a * b);
    add(e, k, b * c);
    add(f, k - 1, a * c);
  }
  // LDL' of a matrix with two bands beside the diagonal, then forward and back.
  for (let k = 0; k < count; k++) {
    const pivot = d[k] as number;
    const [first, second] = [(e[k] as number) / pivot, (f[k] as number) / pivot];
    if (k + 1 < count) {
      d[k + 1] = (d[k + 1] as number) - first * (e[k] as number);
      e[k + 1] = (e[k + 1] as number) - first * (f[k] as number);
      right[k + 1] = (right[k + 1] as number) - first * (right[k] as number);
    }
    if (k + 2 < count) {
      d[k + 2] = (d[k + 2] as number) - second * (f[k] as number);
      right[k + 2] = (right[k + 2] as number) - second * (right[k] as number);
    }
    e[k] = first;
    f[k] = second;
  }
  const smooth = new Float64Array(count);
  for (let k = count - 1; k >= 0; k--) {
    const next = k + 1 < count ? (e[k] as number) * (smooth[k + 1] as number) : 0;
    const overnext = k + 2 < count ? (f[k] as number) * (smooth[k + 2] as number) : 0;
    smooth[k] = (right[k] as number) / (d[k] as number) - next - overnext;
  }
  return smooth;
}
