import type { Finding, VisualizerPlugin } from "@geoanomaly/core";

const PNG_SIGNATURE = "89504e470d0a1a0a";
const PNG_END = "0000000049454e44ae426082";
const SVG_END = "</svg>";

/** Checkpoint `figure-integrity`: every figure is there from its first byte to its last. */
export const verifyFigures: NonNullable<VisualizerPlugin["verify"]> = async (paths, folder, { signal, progress }) => {
  const figures = paths.filter((path) => /\.(svg|png)$/.test(path));
  const findings: Finding[] = [];
  for (const [index, path] of figures.entries()) {
    signal.throwIfAborted();
    const message = await folder.read(path).then(problemOf, (error: unknown) => (error instanceof Error ? error.message : String(error)));
    if (message !== undefined) findings.push({ checkpoint: "figure-integrity", severity: "error", path, message });
    progress((index + 1) / figures.length);
  }
  return { findings, facts: { figures: figures.length, damaged: findings.length } };
};

function problemOf(bytes: Uint8Array): string | undefined {
  const file = Buffer.from(bytes);
  if (file.subarray(0, 8).toString("hex") === PNG_SIGNATURE) {
    return file.subarray(-12).toString("hex") === PNG_END ? undefined : "expected the last chunk IEND of a PNG, found other bytes";
  }
  if (!file.subarray(0, 5).equals(Buffer.from("<svg "))) return `expected a PNG or an SVG, found ${file.subarray(0, 8).toString("hex")}`;
  return file.subarray(-16).toString("utf8").trimEnd().endsWith(SVG_END) ? undefined : `expected ${SVG_END} at the end, found other bytes`;
}
