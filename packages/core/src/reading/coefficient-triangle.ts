/** Position of degree `n`, order `m` in the layout of `Coefficients`. */
const at = (degree: number, order: number) => (degree * (degree + 1)) / 2 + order;

/**
 * Collects coefficients in the layout of `Coefficients`. It grows with the degrees that are really set, so that a file
 * that only declares a high degree allocates nothing.
 */
export class CoefficientTriangle {
  private cosines = new Float64Array(0);
  private sines = new Float64Array(0);
  private known = new Uint8Array(0);
  /** Highest and lowest degree set so far; -1 and Infinity before the first. */
  maxDegree = -1;
  minDegree = Number.POSITIVE_INFINITY;

  has(degree: number, order: number): boolean {
    return this.known[at(degree, order)] === 1;
  }

  /** @param degree 0 or more. @param order 0..degree. */
  set(degree: number, order: number, cosine: number, sine: number): void {
    const index = at(degree, order);
    if (index >= this.cosines.length) this.grow(Math.max(at(degree + 1, 0), 2 * this.cosines.length));
    this.cosines[index] = cosine;
    this.sines[index] = sine;
    this.known[index] = 1;
    this.maxDegree = Math.max(this.maxDegree, degree);
    this.minDegree = Math.min(this.minDegree, degree);
  }

  add(degree: number, order: number, cosine: number, sine: number): void {
    const index = at(degree, order);
    this.set(degree, order, (this.cosines[index] ?? 0) + cosine, (this.sines[index] ?? 0) + sine);
  }

  /** The arrays, of `(maxDegree + 1) * (maxDegree + 2) / 2` coefficients each; what was never set is 0. */
  arrays(): { readonly cosine: Float64Array; readonly sine: Float64Array } {
    const length = at(this.maxDegree + 1, 0);
    return { cosine: this.cosines.slice(0, length), sine: this.sines.slice(0, length) };
  }

  private grow(length: number): void {
    const widen = <A extends Float64Array | Uint8Array>(old: A, wide: A): A => {
      wide.set(old);
      return wide;
    };
    this.cosines = widen(this.cosines, new Float64Array(length));
    this.sines = widen(this.sines, new Float64Array(length));
    this.known = widen(this.known, new Uint8Array(length));
  }
}
