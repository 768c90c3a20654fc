/** Degrees of the synthetic crust: half wavelengths of 1250 down to 50 km. */
export const SYNTHETIC_DEGREES = [16, 400] as const;

/**
 * Power per degree at the surface, nT2, constant over degrees as that of the Earth's crust roughly is
 * (Lowes-Mauersberger spectrum). It gives a total-field anomaly of about 85 nT at 4 km, like EMM2017.
 */
const POWER_PER_DEGREE = 36;

/** Any other number makes another crust. */
const SEED = 0x47414d31;

/** Uniform deviates in [0, 1): a 32-bit counter through the finaliser of MurmurHash3, so that no platform can differ. */
function* uniforms(seed: number): Generator<number, never> {
  let counter = seed >>> 0;
  for (;;) {
    counter = (counter + 0x9e3779b9) >>> 0;
    let bits = counter;
    bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
    bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
    yield ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32;
  }
}

/**
 * The made-up crust as the text of an `.shc` model: independent coefficients of zero mean, near-normal (sums of twelve
 * uniform deviates: no logarithm or cosine that two machines could round differently), six decimals. Same bytes everywhere.
 */
export function syntheticCrust(): string {
  const [from, to] = SYNTHETIC_DEGREES;
  const source = uniforms(SEED);
  const normal = () => {
    let sum = -6;
    for (let i = 0; i < 12; i++) sum += source.next().value;
    return sum;
  };
  const lines = [
    "# SYNTHETIC crustal magnetic field: seeded random numbers, not a measurement",
    `# Lowes-Mauersberger power ${POWER_PER_DEGREE} nT2 per degree at 6371.2 km, seed ${SEED}`,
    `${from} ${to} 1 1 1`,
    "2025.0",
  ];
  for (let degree = from; degree <= to; degree++) {
    // R_n = (n + 1) sum over m of (g^2 + h^2), shared by 2 n + 1 coefficients.
    const deviation = Math.sqrt(POWER_PER_DEGREE / ((degree + 1) * (2 * degree + 1)));
    for (let order = 0; order <= degree; order++) {
      for (const sign of order === 0 ? [1] : [1, -1]) lines.push(`${degree} ${sign * order} ${(deviation * normal()).toFixed(6)}`);
    }
  }
  return `${lines.join("\n")}\n`;
}
