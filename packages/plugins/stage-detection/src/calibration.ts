/** Written by `node tools/calibrate-detection.mjs`; not to be edited. */
export const CALIBRATION: {
  readonly seed: number;
  /** Detections that the knots were fitted to. */
  readonly detections: number;
  /** Reduced score and probability of a source, ascending. */
  readonly knots: readonly (readonly [reducedScore: number, probability: number])[];
} = {
  seed: 20,
  detections: 1800,
  knots: [
    [-0.687, 0.082],
    [-0.218, 0.137],
    [0.121, 0.17],
    [0.351, 0.335],
    [0.557, 0.456],
    [0.816, 0.544],
    [1.102, 0.555],
    [1.321, 0.577],
    [1.558, 0.665],
    [1.966, 0.738],
    [2.461, 0.819],
    [2.873, 0.852],
    [3.266, 0.907],
    [4.241, 0.909],
    [5.731, 0.951],
    [7.125, 0.951],
    [11.592, 0.984],
  ],
};
