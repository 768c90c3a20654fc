import { UsageError } from "@geoanomaly/core";
import type { ConfigurationInput } from "@geoanomaly/core/configuration";

export interface Preset {
  readonly summary: string;
  readonly values: Partial<ConfigurationInput>;
}

/** The name decides file names such as the log's. */
const globalJob = { name: "global_open_fusion_mvp", title: "Global open fusion: magnetic and gravity anomaly index" } as const;

/** Configurations that come with GAM, by name. */
export const presets: Readonly<Record<string, Preset>> = {
  "global-open-fusion": {
    summary: "Embedded inputs: EGM96 geoid gravity (real) and a synthetic magnetic crust; needs no mirror and no network",
    values: {
      ...globalJob,
      modalities: { magnetic: { dataset: "synthetic-crust" }, gravity: { dataset: "egm96-geoid-embedded" } },
    },
  },
  "global-models": {
    summary: "Models from a mirror: EMM2017 crustal field (degrees 16 to 790, 4 km) and EGM96 gravity (degree 360)",
    values: {
      ...globalJob,
      modalities: { magnetic: { dataset: "emm2017" }, gravity: { dataset: "egm96" } },
    },
  },
  "global-grids": {
    summary: "Grids from a mirror: EMAG2 v3 UpCont and EIGEN-6C4 gravity at 10 arc-minutes",
    values: {
      ...globalJob,
      modalities: { magnetic: { dataset: "emag2-v3-upcont" }, gravity: { dataset: "eigen-6c4-10min" } },
    },
  },
  "global-published": {
    summary: "What the publishers offer: EMAG2 v3 UpCont and the EIGEN-6C4 model to degree 2190; for --fetch",
    values: {
      ...globalJob,
      modalities: { magnetic: { dataset: "emag2-v3-upcont" }, gravity: { dataset: "eigen-6c4" } },
    },
  },
};

/** @throws UsageError listing the presets there are */
export function presetNamed(name: string): Preset {
  const preset = Object.hasOwn(presets, name) ? presets[name] : undefined;
  if (!preset) throw new UsageError(`no preset "${name}"; there are ${Object.keys(presets).join(", ")}`);
  return preset;
}
