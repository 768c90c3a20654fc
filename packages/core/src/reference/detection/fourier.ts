/** Real and imaginary parts of a complex sequence. */
export interface ComplexSequence {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

const smallestFactor = (n: number) => {
  for (let p = 2; p * p <= n; p++) if (n % p === 0) return p;
  return n;
};

/** Discrete Fourier transform with kernel exp(+2 pi i j k / n), unnormalised, of any length: split by prime factors, summed below. */
export function fourier({ re, im }: ComplexSequence): ComplexSequence {
  const n = re.length;
  const out = { re: new Float64Array(n), im: new Float64Array(n) };
  if (n === 1) return { re: re.slice(), im: im.slice() };
  const radix = smallestFactor(n);
  const part = n / radix;
  const parts = Array.from({ length: radix }, (_, r) => {
    const pick = (from: Float64Array) => Float64Array.from({ length: part }, (_, j) => from[j * radix + r]!);
    return fourier({ re: pick(re), im: pick(im) });
  });
  for (let k = 0; k < n; k++) {
    for (let r = 0; r < radix; r++) {
      const angle = (2 * Math.PI * ((k * r) % n)) / n;
      const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
      const x = parts[r]!.re[k % part]!;
      const y = parts[r]!.im[k % part]!;
      out.re[k] = out.re[k]! + cosine * x - sine * y;
      out.im[k] = out.im[k]! + sine * x + cosine * y;
    }
  }
  return out;
}

/** What is left of a number without its prime factors up to 13. */
export const roughPart = (n: number): number =>
  [2, 3, 5, 7, 11, 13].reduce((left, p) => {
    let rest = left;
    while (rest % p === 0) rest /= p;
    return rest;
  }, n);

/** Least length >= n whose prime factors are at most 13. */
export function smoothLength(n: number): number {
  let length = Math.max(1, n);
  while (roughPart(length) !== 1) length++;
  return length;
}
