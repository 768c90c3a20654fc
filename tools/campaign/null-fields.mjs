// Fields without a source, from generators that know nothing of the surrogates that detection sets its threshold by: drawn in space
// from random numbers and filters of their own, larger than what is shown, so that the edges of the map are no edges of the field.
import { seededRandom } from "./kill.mjs";

/** Side of the square that a field is drawn on; a power of two. */
const SIDE = 128;

/** Standard normal numbers by Marsaglia's polar method. */
function normals(random) {
  let spare;
  return () => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    for (;;) {
      const [u, v] = [2 * random() - 1, 2 * random() - 1];
      const s = u * u + v * v;
      if (s === 0 || s >= 1) continue;
      const factor = Math.sqrt((-2 * Math.log(s)) / s);
      spare = v * factor;
      return u * factor;
    }
  };
}

/** Complex transform of a line of a power of two, in place, kernel exp(-2 pi i j k / n). */
function transform(re, im, offset, step, n) {
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      const [a, b] = [offset + i * step, offset + j * step];
      [re[a], re[b]] = [re[b], re[a]];
      [im[a], im[b]] = [im[b], im[a]];
    }
  }
  for (let length = 2; length <= n; length <<= 1) {
    for (let k = 0; k < length / 2; k++) {
      const [c, s] = [Math.cos((-2 * Math.PI * k) / length), Math.sin((-2 * Math.PI * k) / length)];
      for (let i = k; i < n; i += length) {
        const [a, b] = [offset + i * step, offset + (i + length / 2) * step];
        const [x, y] = [c * re[b] - s * im[b], s * re[b] + c * im[b]];
        [re[b], im[b]] = [re[a] - x, im[a] - y];
        [re[a], im[a]] = [re[a] + x, im[a] + y];
      }
    }
  }
}

function transform2(re, im) {
  for (let i = 0; i < SIDE; i++) transform(re, im, i * SIDE, 1, SIDE);
  for (let j = 0; j < SIDE; j++) transform(re, im, j, SIDE, SIDE);
}

/** `noise` filtered by gain(kx, ky), wavenumbers in cycles per cell; mean 0, standard deviation 1 in expectation over the square. */
function filtered(noise, gain) {
  const [re, im] = [Float64Array.from(noise), new Float64Array(SIDE * SIDE)];
  transform2(re, im);
  let power = 0;
  for (let i = 0; i < SIDE; i++)
    for (let j = 0; j < SIDE; j++) {
      const factor = i + j === 0 ? 0 : gain((j < SIDE / 2 ? j : j - SIDE) / SIDE, (i < SIDE / 2 ? i : i - SIDE) / SIDE);
      re[i * SIDE + j] *= factor;
      im[i * SIDE + j] *= -factor; // conjugate: the same transform then leads back
      power += factor * factor;
    }
  transform2(re, im);
  const scale = 1 / Math.sqrt(power * SIDE * SIDE);
  return re.map((value) => value * scale);
}

const square = (draw) => Float64Array.from({ length: SIDE * SIDE }, draw);

/** Independent numbers with heavier tails than normal ones, variance 1: Student's t with 5 degrees of freedom, or Laplace's. */
function heavy(random, normal) {
  if (random() < 0.5) return () => (random() < 0.5 ? 1 : -1) * Math.log(1 - random()) * Math.SQRT1_2;
  return () => {
    let chi = 0;
    for (let k = 0; k < 5; k++) chi += normal() ** 2;
    return normal() / Math.sqrt(chi / 5) / Math.sqrt(5 / 3);
  };
}

/** Amplitude of a spectrum drawn at random: slope, corner, roll-off, anisotropy and strike. */
function randomSpectrum(random) {
  const [slope, corner, rollOff] = [1 + 3 * random(), 1 / 64 + random() * (1 / 12 - 1 / 64), 10 * random()];
  const [stretch, strike] = [1 + random(), Math.PI * random()];
  return (kx, ky) => {
    const u = (kx * Math.cos(strike) + ky * Math.sin(strike)) * stretch;
    const v = (-kx * Math.sin(strike) + ky * Math.cos(strike)) / stretch;
    return (corner ** 2 + u * u + v * v) ** (-slope / 4) * Math.exp(-(u * u + v * v) * rollOff);
  };
}

const smoothField = (random, normal) => filtered(square(normal), randomSpectrum(random));

/** The kinds of null, by name. */
export const NULL_KINDS = {
  /** Normal, spectrum drawn at random. */
  spectrum: smoothField,
  /** A filter driven by heavy-tailed numbers. */
  driven: (random, normal) => filtered(square(heavy(random, normal)), randomSpectrum(random)),
  /** Marginal distribution bent: heavy tails on both sides (powers and exponentials), or a long tail on one. */
  bent: (random, normal) => {
    const field = smoothField(random, normal);
    const kind = Math.floor(3 * random());
    if (kind === 0) return field.map((z) => Math.sign(z) * Math.abs(z) ** 1.4);
    if (kind === 1) return field.map((z) => Math.sinh(0.8 * z));
    return field.map((z) => Math.exp(0.5 * z));
  },
  /** Two to four layers of contrasts with heavy tails at different depths, seen as gravity (or as its derivative), and noise. */
  layered: (random, normal) => {
    const field = new Float64Array(SIDE * SIDE);
    const layers = 2 + Math.floor(3 * random());
    for (let layer = 0; layer < layers; layer++) {
      const depth = 0.7 + 9.3 * random();
      const derivative = random() < 0.5;
      const share = 0.3 + 0.7 * random();
      const draw = random() < 1 / 3 ? normal : heavy(random, normal);
      const part = filtered(square(draw), (kx, ky) => {
        const k = 2 * Math.PI * Math.hypot(kx, ky);
        return Math.exp(-k * depth) * (derivative ? k : 1);
      });
      for (let cell = 0; cell < field.length; cell++) field[cell] += share * part[cell];
    }
    const noise = 0.02 + 0.28 * random();
    return field.map((value) => value + noise * normal());
  },
  /** Quiet and lively provinces: the deviation changes from place to place by a factor of two or more. */
  provinces: (random, normal) => {
    const field = smoothField(random, normal);
    const level = filtered(square(normal), (kx, ky) => Math.exp(-0.5 * (kx * kx + ky * ky) * (2 * Math.PI * 24) ** 2));
    return field.map((value, cell) => value * Math.exp(0.4 * level[cell]));
  },
};

/** Kinds that the calibration may see, as hard as those it is tested on, and none of them. */
export const TRAINING_KINDS = {
  /** Normal, a power of an elliptic wavenumber that is cut off: smooth and streaky at once. */
  streaks: (random, normal) => {
    const [slope, corner, cut] = [0.5 + 3 * random(), 0.015 + 0.05 * random(), 0.08 + 0.42 * random()];
    const [stretch, strike] = [1 + 2 * random(), Math.PI * random()];
    return filtered(square(normal), (kx, ky) => {
      const u = kx * Math.cos(strike) + ky * Math.sin(strike);
      const v = (-kx * Math.sin(strike) + ky * Math.cos(strike)) / stretch;
      const k = Math.hypot(u, v);
      return (corner ** 2 + k * k) ** (-slope / 4) / (1 + (k / cut) ** 4);
    });
  },
  /** A filter driven by numbers that are now and then four times as large. */
  pulses: (random, normal) => {
    const [share, slope, corner] = [0.02 + 0.1 * random(), 0.5 + 3 * random(), 0.015 + 0.05 * random()];
    const draw = () => normal() * (random() < share ? 4 : 1);
    return filtered(square(draw), (kx, ky) => (corner ** 2 + kx * kx + ky * ky) ** (-slope / 4));
  },
  /** Marginal distribution z + a z^3 + b z^2. */
  cubic: (random, normal) => {
    const [cube, quadratic] = [0.15 * random(), 0.15 * random()];
    return TRAINING_KINDS.streaks(random, normal).map((z) => z + cube * z ** 3 + quadratic * z ** 2);
  },
  /** Two sheets of sources at different depths, the shallow one livelier to one side, and noise. */
  sheets: (random, normal) => {
    const sheet = (depth, draw) => filtered(square(draw), (kx, ky) => Math.exp(-2 * Math.PI * Math.hypot(kx, ky) * depth));
    const [share, slope, noise] = [random(), 0.9 * random(), 0.02 + 0.2 * random()];
    const deep = sheet(4 + 6 * random(), normal);
    const shallow = sheet(1 + 2 * random(), () => normal() * (random() < 0.1 ? 3 : 1));
    return deep.map((value, cell) => value + share * shallow[cell] * (1 + (slope * ((cell % SIDE) - 32)) / 32) + noise * normal());
  },
  /** Quiet and lively halves with a smooth passage between them. */
  halves: (random, normal) => {
    const field = TRAINING_KINDS.streaks(random, normal);
    const [strike, ratio, width] = [Math.PI * random(), 1 + 2 * random(), 4 + 12 * random()];
    return field.map((value, cell) => {
      const across = ((cell % SIDE) - 32) * Math.cos(strike) + (Math.floor(cell / SIDE) - 32) * Math.sin(strike);
      return value * (1 + (ratio - 1) / (1 + Math.exp(-across / width)));
    });
  },
};

/** Field number `index` of a kind: `side` x `side` samples, the same for the same seed. */
export function nullField(kind, seed, index, side = 64) {
  const random = seededRandom((Math.imul(seed, 0x9e3779b1) + Math.imul(index + 1, 0x85ebca6b)) >>> 0);
  for (let k = 0; k < 20; k++) random();
  const whole = (NULL_KINDS[kind] ?? TRAINING_KINDS[kind])(random, normals(random));
  return Float32Array.from({ length: side * side }, (_, cell) => whole[Math.floor(cell / side) * SIDE + (cell % side)]);
}

/**
 * Adds the gravity of a sphere to a field at a random place: depth `depth` cells, peak `peak` in units of the field.
 * @returns Row and column of its centre.
 */
export function addBody(field, side, { random, depth, peak, margin = 6 }) {
  const [row, col] = [margin + random() * (side - 2 * margin), margin + random() * (side - 2 * margin)];
  for (let cell = 0; cell < field.length; cell++) {
    const [dy, dx] = [Math.floor(cell / side) - row, (cell % side) - col];
    field[cell] += peak * (1 + (dx * dx + dy * dy) / (depth * depth)) ** -1.5;
  }
  return { row, col };
}
