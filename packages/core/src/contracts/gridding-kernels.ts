/** Scattered readings to grids. */
export type GriddingKernels = Readonly<Record<never, never>>;
