import { STEP, STEP_LENGTH } from "./filter-program.js";

/** Below this |T| a field does not see a direction at all: neither phase nor amplitude can be restored. */
const BLIND = 1e-9;

/** A complex gain. */
export type Gain = readonly [real: number, imaginary: number];

function lowPass(window: number, order: number, ratio: number): number {
  if (window === 0) return 2 ** -(ratio * ratio);
  if (window === 1) return 1 / (1 + ratio ** (2 * order));
  const turn = Math.min(Math.max((ratio - 2 / 3) * 1.5, 0), 1);
  return Math.cos((turn * Math.PI) / 2) ** 2;
}

/** Factor of one step of a {@link filterProgram} at a wavenumber, rad/m towards east and north. */
function stepGain(code: number, p: Float64Array, east: number, north: number): Gain {
  const k = Math.sqrt(east * east + north * north);
  const [p0, p1, p2, p3, p4, p5] = p as unknown as [number, number, number, number, number, number];
  switch (code) {
    case STEP.continuation:
      return [Math.exp(-p0 * k), 0];
    case STEP.stabilised: {
      const distance = p0 * Math.abs(k - p1);
      return [Math.exp(p0 * p1 - distance) / (1 + Math.exp(-2 * distance)), 0];
    }
    case STEP.derivative: {
      const size = east ** p0 * north ** p1 * k ** p2 * p3;
      const quarter = (p0 + p1) % 4;
      return quarter === 0 ? [size, 0] : quarter === 1 ? [0, size] : quarter === 2 ? [-size, 0] : [0, -size];
    }
    case STEP.window: {
      const low = lowPass(p0, p2, k / p1);
      return [p3 === 1 ? 1 - low : low, 0];
    }
    case STEP.direction: {
      if (k === 0) return [1, 0];
      const along = (east * p2 + north * p3) / k;
      const [real, imaginary] = [p0, p1 * along];
      const size = Math.sqrt(real * real + imaginary * imaginary);
      if (size < BLIND) return [0, 0];
      const amplitude = size * Math.sqrt(p4 * p4 + p5 * p5 * along * along);
      return [real / amplitude, -imaginary / amplitude];
    }
    default:
      return [k === 0 ? 0 : p0 / k, 0];
  }
}

/** Product of all steps at one wavenumber. */
export function transferFunction(steps: Float64Array, east: number, north: number): Gain {
  let [real, imaginary] = [1, 0];
  for (let at = 0; at < steps.length; at += STEP_LENGTH) {
    const [re, im] = stepGain(steps[at]!, steps.subarray(at + 1, at + STEP_LENGTH), east, north);
    [real, imaginary] = [real * re - imaginary * im, real * im + imaginary * re];
  }
  return [real, imaginary];
}
