import { type Kernels, type Logger, UsageError } from "@geoanomaly/core";

export interface ChosenKernels {
  readonly kernels: Kernels;
  readonly set: "native" | "reference";
  /** Why this set, in words for `gam doctor`. */
  readonly reason: string;
}

/**
 * The native kernels, else the reference kernels with one clear warning. `GAM_KERNELS` set to `native` or `reference` decides:
 * workers are told by it what their parent uses, since a run never mixes two kernel sets.
 * @throws UsageError for another value; the addon's own error if `native` is asked for and cannot be had.
 */
export async function chooseKernels(
  environment: Readonly<Record<string, string | undefined>>,
  logger: Logger,
  threads?: number,
): Promise<ChosenKernels> {
  const wanted = environment.GAM_KERNELS ?? "";
  if (!["", "native", "reference"].includes(wanted)) throw new UsageError(`GAM_KERNELS=${wanted}: expected native or reference`);
  if (wanted !== "reference") {
    const { loadAddon, nativeKernels } = await import("@geoanomaly/native");
    try {
      const kernels = nativeKernels(threads === undefined ? {} : { threads });
      return { kernels, set: "native", reason: `addon loaded, instruction set ${loadAddon().isa}` };
    } catch (error) {
      if (wanted === "native") throw error;
      const reason = error instanceof Error ? error.message : String(error);
      logger.log("warn", `Using the reference kernels, which are much slower. ${reason}`, { stage: "resample" });
      return { ...(await reference()), reason };
    }
  }
  return { ...(await reference()), reason: "GAM_KERNELS=reference" };
}

async function reference(): Promise<Omit<ChosenKernels, "reason">> {
  const { referenceKernels } = await import("@geoanomaly/core/reference");
  return { kernels: referenceKernels, set: "reference" };
}
