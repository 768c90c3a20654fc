import { InvalidParameterError, type MainField } from "@geoanomaly/core";

/** A rectangular body. Edges in metres, `upward` from the bottom to the top; the ground is at 0. */
export interface Body {
  readonly easting: readonly [west: number, east: number];
  readonly northing: readonly [south: number, north: number];
  readonly upward: readonly [bottom: number, top: number];
  /** Density contrast, kg/m3. */
  readonly density: number;
  /** Susceptibility contrast, SI. */
  readonly susceptibility: number;
}

/** A made-up survey: where its stations lie, what lies below, and how noisy it is. */
export interface SurveyDesign {
  readonly bounds: { readonly west: number; readonly south: number; readonly east: number; readonly north: number };
  /** Between stations, metres. */
  readonly spacing: number;
  /** Stations lie off their raster by up to this fraction of the spacing. */
  readonly jitter: number;
  /** Of the sensor above the ground, metres. */
  readonly height: number;
  /** One standard deviation of the noise, unit of the reading. */
  readonly noise: number;
  readonly seed: number;
  /** Regional gradient, unit of the reading per kilometre east and north. */
  readonly trend: { readonly east: number; readonly north: number };
  readonly bodies: readonly Body[];
  readonly mainField?: MainField;
}

const pair = { type: "array", prefixItems: [{ type: "number" }, { type: "number" }], minItems: 2, maxItems: 2 } as const;
const numbers = (...keys: string[]) => ({
  type: "object",
  additionalProperties: false,
  required: keys,
  properties: Object.fromEntries(keys.map((key) => [key, { type: "number" }])),
});

/** JSON Schema of {@link SurveyDesign} as a person writes it. */
export const surveyDesignSchema = {
  type: "object",
  additionalProperties: false,
  required: ["bounds", "spacing", "bodies"],
  properties: {
    bounds: numbers("west", "south", "east", "north"),
    spacing: { type: "number", exclusiveMinimum: 0, description: "Between stations, metres" },
    jitter: { type: "number", minimum: 0, maximum: 0.5, default: 0.2, description: "Stations lie off their raster by up to this fraction" },
    height: { type: "number", minimum: 0, default: 1, description: "Of the sensor above the ground, metres" },
    noise: { type: "number", minimum: 0, default: 0, description: "One standard deviation, unit of the reading" },
    seed: { type: "integer", default: 1 },
    trend: { ...numbers("east", "north"), description: "Regional gradient per kilometre, unit of the reading" },
    mainField: numbers("inclination", "declination", "intensity"),
    bodies: {
      type: "array",
      minItems: 1,
      items: {
        type: "object",
        additionalProperties: false,
        required: ["easting", "northing", "upward"],
        properties: {
          easting: pair,
          northing: pair,
          upward: { ...pair, description: "Bottom and top, metres; the ground is at 0" },
          density: { type: "number", description: "Contrast, kg/m3" },
          susceptibility: { type: "number", description: "Contrast, SI" },
        },
      },
    },
  },
} as const;

/** The design with its defaults; shape and types are those the schema has checked. @throws InvalidParameterError for edges in the wrong order */
export function surveyDesign(owner: string, options: Readonly<Record<string, unknown>>): SurveyDesign {
  const given = options as unknown as Omit<Partial<SurveyDesign>, "bodies"> & Pick<SurveyDesign, "bounds" | "spacing" | "bodies">;
  for (const [index, body] of given.bodies.entries()) {
    for (const axis of ["easting", "northing", "upward"] as const) {
      const [low, high] = body[axis];
      if (!(low < high))
        throw new InvalidParameterError(owner, `bodies.${index}.${axis}`, "two ascending numbers", JSON.stringify(body[axis]));
    }
  }
  return {
    jitter: 0.2,
    height: 1,
    noise: 0,
    seed: 1,
    trend: { east: 0, north: 0 },
    ...given,
    bodies: given.bodies.map((body) => ({ ...body, density: body.density ?? 0, susceptibility: body.susceptibility ?? 0 })),
  };
}
