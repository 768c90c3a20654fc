/** A prism seen from a station at the origin: west, east, south, north, bottom, top, metres. */
export type PrismOffsets = readonly [west: number, east: number, south: number, north: number, bottom: number, top: number];

/** Weights of the second derivatives ee, nn, uu, en, eu, nu in a sum over them; the mixed ones count both of their places. */
export type TensorWeights = readonly [ee: number, nn: number, uu: number, en: number, eu: number, nu: number];

/** Newtonian constant, m3 kg-1 s-2 (CODATA 2018), times 1e5 mGal per m/s2. */
export const GRAVITY_FACTOR = 6.6743e-11 * 1e5;

/** Beyond so many half diagonals the closed form loses more digits than quadrature of the prism. */
const FAR = 24;

/** On an edge, where second derivatives grow without bound: metres. */
const EDGE_DISTANCE = 1e-3;

/** Gauss-Legendre quadrature with four points on -1 .. 1: abscissae +-sqrt(3/7 -+ 2/7 sqrt(6/5)), weights (18 +- sqrt(30)) / 36. */
const NEAR_ZERO = Math.sqrt(3 / 7 - (2 / 7) * Math.sqrt(6 / 5));
const NEAR_ONE = Math.sqrt(3 / 7 + (2 / 7) * Math.sqrt(6 / 5));
const QUADRATURE = [
  [-NEAR_ONE, (18 - Math.sqrt(30)) / 36],
  [-NEAR_ZERO, (18 + Math.sqrt(30)) / 36],
  [NEAR_ZERO, (18 + Math.sqrt(30)) / 36],
  [NEAR_ONE, (18 - Math.sqrt(30)) / 36],
] as const;

/**
 * Downward attraction of a prism of unit density, mGal per kg/m3: G times the integral of -z / r^3, z upward from the station.
 * Its primitive x ln(y + r) + y ln(x + r) - z atan(x y / (z r)), taken between the faces, is continuous everywhere.
 */
export function prismGravity(prism: PrismOffsets): number {
  if (isFar(prism)) return GRAVITY_FACTOR * quadrature(prism, (_x, _y, z, r) => -z / r ** 3);
  return (
    GRAVITY_FACTOR *
    betweenFaces(prism, (x, y, z, r) => {
      const alongNorth = x === 0 ? 0 : x * Math.asinh(y / Math.hypot(x, z));
      const alongEast = y === 0 ? 0 : y * Math.asinh(x / Math.hypot(y, z));
      return alongNorth + alongEast - (z === 0 ? 0 : z * Math.atan((x * y) / (z * r)));
    })
  );
}

/**
 * Weighted sum of the second derivatives of the integral of 1 / r over a prism. Their primitives are -atan(y z / (x r)) for ee and
 * ln(z + r) for en, and so on in turn.
 */
export function prismTensor(prism: PrismOffsets, [ee, nn, uu, en, eu, nu]: TensorWeights): number {
  if (isFar(prism)) {
    return quadrature(prism, (x, y, z, r) => {
      const mixed = en * x * y + eu * x * z + nu * y * z;
      return (3 * (ee * x * x + nn * y * y + uu * z * z + mixed) - (ee + nn + uu) * r * r) / r ** 5;
    });
  }
  const beside = prism.map(besideFace) as unknown as PrismOffsets;
  return betweenFaces(beside, (x, y, z, r) => {
    const straight = ee * Math.atan((y * z) / (x * r)) + nn * Math.atan((x * z) / (y * r)) + uu * Math.atan((x * y) / (z * r));
    return en * logarithm(z, x, y) + eu * logarithm(y, x, z) + nu * logarithm(x, y, z) - straight;
  });
}

/** ln(along + r) less the part that does not depend on `along`, which cancels between faces. */
function logarithm(along: number, across: number, other: number): number {
  const distance = Math.hypot(across, other);
  if (distance >= EDGE_DISTANCE) return Math.asinh(along / distance);
  return Math.sign(along) * Math.log(Math.max(Math.abs(along) + Math.hypot(along, distance), EDGE_DISTANCE) / EDGE_DISTANCE);
}

type AtPoint = (x: number, y: number, z: number, r: number) => number;

/** Alternating sum of a primitive over the eight corners. */
function betweenFaces([west, east, south, north, bottom, top]: PrismOffsets, primitive: AtPoint): number {
  let sum = 0;
  for (const [x, signX] of [
    [east, 1],
    [west, -1],
  ] as const)
    for (const [y, signY] of [
      [north, 1],
      [south, -1],
    ] as const)
      for (const [z, signZ] of [
        [top, 1],
        [bottom, -1],
      ] as const)
        sum += signX * signY * signZ * primitive(x, y, z, Math.hypot(x, y, z));
  return sum;
}

/** A station on the plane of a face is taken to be a nanometre farther east, north or up. */
function besideFace(offset: number): number {
  return offset === 0 ? -1e-9 : offset;
}

function isFar([west, east, south, north, bottom, top]: PrismOffsets): boolean {
  const distance = Math.hypot(west + east, south + north, bottom + top) / 2;
  return distance > (FAR / 2) * Math.hypot(east - west, north - south, top - bottom);
}

/** Integral over the prism by 4 x 4 x 4 points: exact for polynomials of degree 7 in each direction. */
function quadrature([west, east, south, north, bottom, top]: PrismOffsets, integrand: AtPoint): number {
  const volume = (east - west) * (north - south) * (top - bottom);
  let sum = 0;
  for (const [a, weightA] of QUADRATURE)
    for (const [b, weightB] of QUADRATURE)
      for (const [c, weightC] of QUADRATURE) {
        const x = (west + east + a * (east - west)) / 2;
        const y = (south + north + b * (north - south)) / 2;
        const z = (bottom + top + c * (top - bottom)) / 2;
        sum += weightA * weightB * weightC * integrand(x, y, z, Math.sqrt(x * x + y * y + z * z));
      }
  return (volume / 8) * sum;
}
