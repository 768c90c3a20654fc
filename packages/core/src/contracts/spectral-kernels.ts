/** Fourier transforms and filters of plane grids. */
export type SpectralKernels = Readonly<Record<never, never>>;
