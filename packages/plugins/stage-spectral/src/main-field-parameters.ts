import { type FieldDirection, InvalidParameterError, type JsonSchema, type Parameters } from "@geoanomaly/core";

const degrees = (description: string, limit: number): JsonSchema => ({ type: "number", minimum: -limit, maximum: limit, description });

/** Parameters that say in which direction a survey was magnetised and measured. */
export const DIRECTION_PARAMETERS: Readonly<Record<string, JsonSchema>> = {
  inclination: degrees("Of the main field, degrees, positive down", 90),
  declination: degrees("Of the main field, degrees from grid north, positive east", 360),
  mainField: {
    type: "object",
    additionalProperties: false,
    properties: {
      inclination: degrees("Degrees, positive down", 90),
      declination: degrees("Degrees from grid north", 360),
      intensity: { type: "number", exclusiveMinimum: 0, description: "nT; not used here" },
    },
    required: ["inclination", "declination"],
    description: "The same two in one, instead of them",
  },
  magnetisationInclination: degrees("Of the magnetisation, where it is not that of the field", 90),
  magnetisationDeclination: degrees("Of the magnetisation, where it is not that of the field", 360),
  guard: {
    type: "number",
    minimum: 0,
    maximum: 90,
    default: 20,
    description: "Inclinations below it count as this one for the amplitude (not for the phase)",
  },
};

export interface Directions {
  readonly field: FieldDirection;
  readonly magnetisation: FieldDirection;
  readonly guard: number;
  /** For the report: directions, and whether the guard had anything to do. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/** @throws InvalidParameterError unless the direction is given once and whole. */
export function directions(owner: string, given: Parameters): Directions {
  const angle = (from: Parameters, name: string, limit: number) => from.number(name, { min: -limit, max: limit });
  const group = given.group("mainField", ["inclination", "declination", "intensity"]);
  const pair = { inclination: angle(given, "inclination", 90), declination: angle(given, "declination", 360) };
  if (group && (pair.inclination !== undefined || pair.declination !== undefined))
    throw new InvalidParameterError(owner, "mainField", "inclination and declination, or mainField", "both");
  const { inclination, declination } = group
    ? { inclination: angle(group, "inclination", 90), declination: angle(group, "declination", 360) }
    : pair;
  if (inclination === undefined || declination === undefined) {
    throw new InvalidParameterError(
      owner,
      group ? "mainField" : "inclination",
      "inclination and declination of the main field, degrees (the stage main-field-removal reports them)",
      JSON.stringify({ inclination, declination }),
    );
  }
  const field = { inclination, declination };
  const magnetisation = {
    inclination: angle(given, "magnetisationInclination", 90) ?? inclination,
    declination: angle(given, "magnetisationDeclination", 360) ?? declination,
  };
  const guard = given.number("guard", { min: 0, max: 90 }) ?? 20;
  const guarded = [field, magnetisation].some((direction) => Math.abs(direction.inclination) < guard);
  return { field, magnetisation, guard, facts: { field, magnetisation, guard, guardApplied: guarded } };
}
