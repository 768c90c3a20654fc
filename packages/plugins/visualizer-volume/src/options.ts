import { InvalidParameterError, type JsonSchema } from "@geoanomaly/core";

export type VolumeFormat = "vtk" | "ubc";

export interface VolumeOptions {
  readonly formats: readonly VolumeFormat[];
  /** Of the cell arrays in VTK files. */
  readonly precision: "float32" | "float64";
}

const FORMATS: readonly VolumeFormat[] = ["vtk", "ubc"];
const PRECISIONS = ["float32", "float64"] as const;

export const volumeOptionsSchema: JsonSchema = {
  type: "object",
  additionalProperties: false,
  properties: {
    formats: {
      type: "array",
      items: { enum: FORMATS },
      uniqueItems: true,
      minItems: 1,
      default: FORMATS,
      description: "vtk: ImageData or RectilinearGrid for ParaView; ubc: mesh and model files of UBC-GIF programs",
    },
    precision: { enum: PRECISIONS, default: "float32", description: "Numbers of the cell arrays in VTK files" },
  },
};

const refuse = (option: string, expected: string, found: unknown): never => {
  throw new InvalidParameterError("visualizer volume", option, expected, JSON.stringify(found));
};

/** @throws InvalidParameterError */
export function volumeOptions(given: Readonly<Record<string, unknown>>): VolumeOptions {
  const { formats = FORMATS, precision = "float32", ...rest } = given;
  for (const key of Object.keys(rest)) refuse(key, "formats or precision", rest[key]);
  if (
    !Array.isArray(formats) ||
    formats.length === 0 ||
    new Set(formats).size !== formats.length ||
    !formats.every((format) => FORMATS.includes(format))
  )
    refuse("formats", "vtk, ubc or both", formats);
  if (!(PRECISIONS as readonly unknown[]).includes(precision)) refuse("precision", PRECISIONS.join(" or "), precision);
  return { formats: formats as VolumeFormat[], precision: precision as VolumeOptions["precision"] };
}
