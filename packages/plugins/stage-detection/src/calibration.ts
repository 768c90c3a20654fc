/** Written by `node tools/calibrate-detection.mjs`; not to be edited. */
export const CALIBRATION: {
  readonly seed: number;
  /** Detections that the knots were fitted to. */
  readonly detections: number;
  /** Reduced score and probability of a source, ascending. */
  readonly knots: readonly (readonly [reducedScore: number, probability: number])[];
} = {
  seed: 20,
  detections: 30,
  knots: [
    [0.26, 0.167],
    [0.99, 0.167],
    [1.155, 0.5],
    [1.421, 0.643],
    [2.129, 0.833],
    [2.603, 0.833],
    [2.862, 0.833],
    [3.618, 0.833],
    [4.185, 0.833],
    [4.485, 0.833],
    [6.136, 0.833],
    [7.867, 0.833],
    [8.941, 0.833],
  ],
};
