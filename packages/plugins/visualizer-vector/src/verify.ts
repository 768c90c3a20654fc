import type { Finding, VisualizerPlugin } from "@geoanomaly/core";

type Check = (bytes: Buffer) => string | undefined;

const SQLITE = "SQLite format 3\0";
const GEOPACKAGE_ID = 0x47504b47;

const geojson: Check = (bytes) => {
  try {
    const { type, features } = JSON.parse(bytes.toString("utf8")) as { type?: unknown; features?: unknown };
    return type === "FeatureCollection" && Array.isArray(features) ? undefined : "expected a feature collection";
  } catch (error) {
    return `expected JSON: ${(error as Error).message}`;
  }
};

const geopackage: Check = (bytes) => {
  if (bytes.length < 100 || bytes.toString("latin1", 0, 16) !== SQLITE) return "expected an SQLite database";
  if (bytes.readUInt32BE(68) !== GEOPACKAGE_ID) return "expected the application id of a GeoPackage";
  const page = bytes.readUInt16BE(16) === 1 ? 65_536 : bytes.readUInt16BE(16);
  const expected = page * bytes.readUInt32BE(28);
  return bytes.length === expected ? undefined : `expected ${expected} bytes, found ${bytes.length}`;
};

const parquet: Check = (bytes) => {
  const whole = bytes.length >= 12 && bytes.toString("latin1", 0, 4) === "PAR1" && bytes.toString("latin1", bytes.length - 4) === "PAR1";
  if (!whole) return "expected PAR1 at both ends";
  const footer = bytes.readUInt32LE(bytes.length - 8);
  return footer <= bytes.length - 12 ? undefined : `expected a footer within ${bytes.length} bytes, found ${footer}`;
};

/** A header, rows that end, and quotes that close. */
const csv: Check = (bytes) => {
  const text = bytes.toString("utf8");
  if (!text.endsWith("\n")) return "expected a last line that ends, found a cut one";
  const plain = text.replaceAll(/"(?:[^"]|"")*"/g, "");
  if (plain.includes('"')) return "expected quotes that close";
  const counts = new Set(
    plain
      .trimEnd()
      .split("\n")
      .map((line) => line.split(",").length),
  );
  return counts.size === 1 ? undefined : `expected as many fields in every row, found ${[...counts].join(", ")}`;
};

const CHECKS: Readonly<Record<string, Check>> = { geojson, gpkg: geopackage, parquet, csv };

/** Checkpoint `vector-integrity`: every file is one of its format, and whole. */
export const verifyVectors: NonNullable<VisualizerPlugin["verify"]> = async (paths, folder, { signal, progress }) => {
  const known = paths.flatMap((path) => {
    const check = CHECKS[path.slice(path.lastIndexOf(".") + 1)];
    return check ? [[path, check] as const] : [];
  });
  const findings: Finding[] = [];
  for (const [index, [path, check]] of known.entries()) {
    signal.throwIfAborted();
    const message = await folder.read(path).then(
      (bytes) => check(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)),
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    if (message !== undefined) findings.push({ checkpoint: "vector-integrity", severity: "error", path, message });
    progress((index + 1) / known.length);
  }
  return { findings, facts: { vectors: known.length, damaged: findings.length } };
};
