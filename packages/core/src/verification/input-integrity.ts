import type { PluginContext } from "../contracts/context.js";
import type { Finding } from "../contracts/visualizer.js";
import { isGamError } from "../errors.js";
import { digestFile } from "../sources/file-digest.js";
import type { CheckpointResult, Published } from "./published.js";

/** Checkpoint 1: every input file has the sha256 of its record, and every layer has the CRS of the run's grid. */
export async function inputIntegrity(published: Published, context: PluginContext): Promise<CheckpointResult> {
  const checkpoint = "input-integrity";
  const findings: Finding[] = [];
  const inputs: Record<string, unknown>[] = [];
  for (const [layer, prepared] of published.prepared) {
    const files = published.sources[layer] ?? [];
    for (const { filename, sha256 } of prepared.sources) {
      const file = files.find(({ record }) => record.sha256 === sha256);
      if (file === undefined) {
        const message = `input of layer ${layer} is not on this machine, so its sha256 ${sha256} was not checked again`;
        findings.push({ checkpoint, severity: "warning", path: filename, message });
        continue;
      }
      try {
        const found = await digestFile(file.path, context.signal, () => context.progress(Number.NaN));
        if (found.sha256 !== sha256) {
          const message = `expected sha256 ${sha256}, found ${found.sha256}: the file has changed since it was used`;
          findings.push({ checkpoint, severity: "error", path: file.path, message });
        }
        inputs.push({ layer, filename, sha256: found.sha256, size_bytes: found.sizeBytes });
      } catch (error) {
        if (!isGamError(error)) throw error;
        findings.push({ checkpoint, severity: "error", path: file.path, message: error.message });
      }
    }
    const { crs } = prepared.header;
    if (crs !== published.fused.header.crs) {
      findings.push({ checkpoint, severity: "error", path: prepared.path, message: `layer ${layer} is in ${crs}, expected EPSG:4326` });
    }
  }
  return { checkpoint, findings, facts: { inputs } };
}
