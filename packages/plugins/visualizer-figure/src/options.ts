import { InvalidParameterError, type JsonSchema } from "@geoanomaly/core";

export type FigureFormat = "svg" | "png";

export interface FigureOptions {
  readonly formats: readonly FigureFormat[];
  /** Pixels of a PNG for one of the drawing. */
  readonly pixelRatio: number;
  /** Depths of the slices through a model, metres below the top of its mesh; up to six that show its bodies unless given. */
  readonly depths?: readonly number[];
}

const FORMATS: readonly FigureFormat[] = ["svg", "png"];
const MOST_DEPTHS = 9;

export const figureOptionsSchema: JsonSchema = {
  type: "object",
  additionalProperties: false,
  properties: {
    formats: {
      type: "array",
      items: { enum: FORMATS },
      uniqueItems: true,
      minItems: 1,
      default: FORMATS,
      description: "Files of each figure",
    },
    pixelRatio: {
      type: "number",
      minimum: 0.5,
      maximum: 4,
      default: 2,
      description: "Pixels of a PNG for each of the 960 of the drawing's width",
    },
    depths: {
      type: "array",
      items: { type: "number", minimum: 0 },
      minItems: 1,
      maxItems: MOST_DEPTHS,
      description: "Depths of the slices through models, metres below the top of the mesh; up to six that show the bodies unless given",
    },
  },
};

const OWNER = "visualizer figure";

/** @throws InvalidParameterError naming the option, what it may be and what it was. */
export function figureOptions(given: Readonly<Record<string, unknown>>): FigureOptions {
  const known = figureOptionsSchema.properties as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(given)) check(key in known, key, `one of ${Object.keys(known).join(", ")}`, "an unknown option");
  const { formats = FORMATS, pixelRatio = 2, depths } = given;
  check(isFormats(formats), "formats", "svg, png or both", formats);
  check(isNumber(pixelRatio, 0.5, 4), "pixelRatio", "a number from 0.5 to 4", pixelRatio);
  check(depths === undefined || isDepths(depths), "depths", `up to ${MOST_DEPTHS} depths in metres, positive down`, depths);
  return { formats, pixelRatio, ...(depths === undefined ? {} : { depths }) };
}

function check(holds: boolean, option: string, expected: string, found: unknown): asserts holds {
  if (!holds) throw new InvalidParameterError(OWNER, option, expected, typeof found === "string" ? found : JSON.stringify(found));
}

function isNumber(value: unknown, min: number, max: number): value is number {
  return typeof value === "number" && value >= min && value <= max;
}

function isFormats(value: unknown): value is FigureFormat[] {
  return Array.isArray(value) && value.length > 0 && new Set(value).size === value.length && value.every((each) => FORMATS.includes(each));
}

function isDepths(value: unknown): value is number[] {
  return (
    Array.isArray(value) && value.length > 0 && value.length <= MOST_DEPTHS && value.every((each) => isNumber(each, 0, Number.MAX_VALUE))
  );
}
