import type { Kernels } from "@geoanomaly/core";
import { loadAddon } from "./addon.js";
import { analyse } from "./analysis.js";
import { correlation } from "./correlation.js";
import { deflate } from "./deflate.js";
import { detection } from "./detection/index.js";
import { floatBlocks } from "./float-blocks.js";
import { fuse } from "./fuse.js";
import { gravity } from "./gravity.js";
import { gridding } from "./gridding/index.js";
import { mercatorPngs, mercatorTile } from "./mercator.js";
import { overview } from "./overview.js";
import { parseNumbers } from "./parse-numbers.js";
import { png } from "./png.js";
import { potential } from "./potential/index.js";
import { regrid } from "./regrid.js";
import { robustZ } from "./robust-z.js";
import type { KernelHost } from "./run.js";
import { spectral } from "./spectral/index.js";
import { statistics, tileStatistics } from "./statistics.js";
import { synthesise } from "./synthesis.js";
import { threadBudget } from "./threads.js";
import { totalFieldAnomaly } from "./total-field-anomaly.js";

/**
 * The kernels of the compiled addon.
 * @param options.threads Threads of a call that does not say; default: {@link threadBudget}.
 * @throws AddonUnavailableError if the addon is missing, cannot be loaded or is of another version.
 */
export function nativeKernels(options: { readonly threads?: number } = {}): Kernels {
  const addon = loadAddon();
  const host: KernelHost = { addon, threads: options.threads ?? threadBudget().threads };
  return {
    id: `${addon.kernelSet} ${addon.deflateEncoder}`,
    potential: potential(host),
    spectral: spectral(host),
    gridding: gridding(host),
    detection: detection(host),
    regrid: regrid(host),
    statistics: statistics(host),
    tileStatistics: tileStatistics(host),
    robustZ: robustZ(host),
    fuse: fuse(host),
    correlation: correlation(host),
    overview: overview(host),
    mercatorTile: mercatorTile(host),
    mercatorPngs: mercatorPngs(host),
    png: png(host),
    deflate: deflate(host),
    floatBlocks: floatBlocks(host),
    parseNumbers: parseNumbers(host),
    synthesise: synthesise(host),
    gravity: gravity(host),
    totalFieldAnomaly: totalFieldAnomaly(host),
    analyse: analyse(host),
  };
}
