import type { Finding, VisualizerPlugin } from "@geoanomaly/core";

const latin = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
const MARK = '<AppendedData encoding="raw">\n_';

/** Every appended array must be where the head says, as long as its own length says, and the file must end after the last. */
function vtkProblem(bytes: Uint8Array): string | undefined {
  const mark = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf(MARK);
  if (mark < 0) return "expected appended data, found none";
  const start = mark + MARK.length;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = start;
  for (const [, offset] of latin(bytes.subarray(0, mark)).matchAll(/ offset="(\d+)"/g)) {
    const at = start + Number(offset);
    if (at !== end || at + 8 > bytes.length) return `expected an array at byte ${end}, found ${at} in a file of ${bytes.length} bytes`;
    end = at + 8 + Number(view.getBigUint64(at, true));
  }
  const tail = latin(bytes.subarray(end)).trim();
  return tail === "</AppendedData>\n</VTKFile>"
    ? undefined
    : `expected the end of the appended data at byte ${end}, found ${tail.length} other bytes`;
}

const countNumbers = (text: string) => text.split(/\s+/).filter((word) => word !== "" && Number.isFinite(Number(word))).length;

/** A UBC mesh has the widths that its counts promise, a model a number for each cell. */
function ubcProblem(path: string, bytes: Uint8Array, cells: number | undefined): string | undefined {
  if (path.endsWith(".msh"))
    return meshCells(latin(bytes)) === undefined ? "expected counts, corner and as many widths, found fewer" : undefined;
  const found = countNumbers(latin(bytes));
  return found === cells ? undefined : `expected ${cells ?? "a mesh and its"} values, found ${found}`;
}

/** Cells of a mesh file; `undefined` if widths are missing. */
function meshCells(text: string): number | undefined {
  const [counts = "", , ...axes] = text.trim().split("\n");
  const expected = counts.split(" ").map(Number);
  const found = axes.map((axis) =>
    axis.split(" ").reduce((sum, word) => sum + (word.includes("*") ? Number(word.split("*")[0]) : word === "" ? 0 : 1), 0),
  );
  return expected.length === 3 && expected.every((count, axis) => count === found[axis])
    ? expected.reduce((product, count) => product * count, 1)
    : undefined;
}

/** Checkpoint `volume-integrity`: every file is whole. */
export const verifyVolumes: NonNullable<VisualizerPlugin["verify"]> = async (paths, folder, { signal, progress }) => {
  const volumes = paths.filter((path) => /\.(vti|vtr|msh|den|sus|mod)$/.test(path));
  const findings: Finding[] = [];
  for (const [index, path] of volumes.entries()) {
    signal.throwIfAborted();
    const message = await problemOf(path, async (name) => folder.read(name)).catch((error: unknown) =>
      error instanceof Error ? error.message : String(error),
    );
    if (message !== undefined) findings.push({ checkpoint: "volume-integrity", severity: "error", path, message });
    progress((index + 1) / volumes.length);
  }
  return { findings, facts: { volumes: volumes.length, damaged: findings.length } };
};

async function problemOf(path: string, read: (path: string) => Promise<Uint8Array>): Promise<string | undefined> {
  const bytes = await read(path);
  if (/\.vt[ir]$/.test(path)) return vtkProblem(bytes);
  const mesh = path.endsWith(".msh") ? bytes : await read(path.replace(/\.[a-z]+$/, ".msh"));
  return ubcProblem(path, bytes, meshCells(latin(mesh)));
}
