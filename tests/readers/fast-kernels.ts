import type { Kernels } from "@geoanomaly/core";
import { nativeKernels } from "@geoanomaly/native";

/** The native kernels, or `undefined` where the addon is not built; then what needs them is said aloud. */
export function fastKernels(purpose: string): Kernels | undefined {
  try {
    return nativeKernels();
  } catch (error) {
    console.warn(`SKIPPED: ${purpose}: ${(error as Error).message}`);
    return undefined;
  }
}
