/** Surrogates and connected components. */
export type DetectionKernels = Readonly<Record<never, never>>;
