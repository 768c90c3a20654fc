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
    [-0.987, 0.049],
    [-0.459, 0.082],
    [-0.132, 0.148],
    [0.112, 0.192],
    [0.368, 0.335],
    [0.59, 0.401],
    [0.857, 0.428],
    [1.192, 0.555],
    [1.436, 0.599],
    [1.856, 0.727],
    [2.402, 0.797],
    [2.81, 0.808],
    [3.258, 0.874],
    [3.849, 0.907],
    [5.159, 0.92],
    [7.272, 0.962],
    [12.195, 0.973],
  ],
};
