/** A number with a binary exponent of its own, for functions that leave the range of a double on the way. */
interface Scaled {
  value: number;
  exponent: number;
}

function normalised({ value, exponent }: Scaled): Scaled {
  if (value === 0) return { value, exponent: 0 };
  const shift = Math.floor(Math.log2(Math.abs(value)));
  return { value: value / 2 ** shift, exponent: exponent + shift };
}

const plain = ({ value, exponent }: Scaled) => (value === 0 || exponent < -1074 ? 0 : value * 2 ** exponent);

/**
 * P_nm of one degree and every order m = 0 .. n, 4-pi normalised, at one geocentric latitude: recursion downwards in order at fixed
 * degree, which shares nothing with the recursions upwards in degree that the kernels use.
 * @see Holmes and Featherstone (2002), J. Geodesy 76, equations 18 and 19
 */
export function legendreByOrder(degree: number, sine: number, cosine: number): Float64Array {
  const result = new Float64Array(degree + 1);
  // Q_m = P_nm / cosine^m, so that nothing is divided by the cosine.
  let sectoral: Scaled = { value: 1, exponent: 0 };
  for (let m = 1; m <= degree; m++) {
    const factor = m === 1 ? Math.sqrt(3) : Math.sqrt((2 * m + 1) / (2 * m));
    sectoral = normalised({ value: sectoral.value * factor, exponent: sectoral.exponent });
  }
  const powers: Scaled[] = [{ value: 1, exponent: 0 }];
  for (let m = 1; m <= degree; m++) {
    const { value, exponent } = powers[m - 1]!;
    powers.push(normalised({ value: value * cosine, exponent }));
  }
  let above: Scaled = { value: 0, exponent: sectoral.exponent };
  let current = sectoral;
  for (let m = degree; m >= 0; m--) {
    result[m] = plain({ value: current.value * powers[m]!.value, exponent: current.exponent + powers[m]!.exponent });
    if (m === 0) break;
    const k = m - 1;
    const below = Math.sqrt((degree - k) * (degree + k + 1) * (k === 0 ? 2 : 1));
    const g = (2 * (k + 1)) / below;
    const h = Math.sqrt((degree + k + 2) * (degree - k - 1)) / below;
    const next = { value: g * sine * current.value - h * cosine * cosine * above.value, exponent: current.exponent };
    const scaled = normalised(next);
    const shift = scaled.exponent - next.exponent;
    above = { value: current.value / 2 ** shift, exponent: scaled.exponent };
    current = next.value === 0 ? next : scaled;
    if (next.value === 0) above = { value: above.value * 2 ** shift, exponent: next.exponent };
  }
  return result;
}
