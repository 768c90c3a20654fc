import { InvalidParameterError, type Parameters, parameters } from "@geoanomaly/core";
import { OPTIONS_SCHEMA } from "./schema.js";

export const OWNER = "inverter potential-field";

export type Property = "density" | "susceptibility";
export type Axis = "s" | "x" | "y" | "z";
export const AXES: readonly Axis[] = ["s", "x", "y", "z"];
export type OperatorName = "dense" | "matrix-free" | "toeplitz" | "compressed";
export type TradeOff = "target-misfit" | "gcv" | "l-curve";

export interface ErrorModel {
  readonly floor?: number | undefined;
  readonly fraction?: number | undefined;
}

/** The options with their defaults; `undefined` where the default depends on the data. */
export interface InverterOptions {
  readonly mesh: {
    readonly cell: readonly [number, number, number] | undefined;
    readonly depth: number | undefined;
    readonly coreDepth: number | undefined;
    readonly padding: { readonly cells: number; readonly factor: number };
  };
  readonly lower: Readonly<Record<Property, number>>;
  readonly upper: Readonly<Record<Property, number>>;
  readonly norms: Readonly<Record<Axis, number>>;
  readonly alphas: Readonly<Record<Axis, number>>;
  readonly weighting: "sensitivity" | "depth" | "none";
  readonly depthExponent: number | undefined;
  readonly chiFactor: number;
  readonly errors: Readonly<Record<"gravity" | "magnetic", ErrorModel | undefined>>;
  readonly tradeOff: TradeOff | undefined;
  readonly beta: { readonly initial: number | undefined; readonly cooling: number; readonly everyIterations: number };
  readonly maxIterations: number;
  readonly cgIterations: number;
  readonly irls: { readonly maxIterations: number; readonly threshold: number | undefined };
  readonly operator: OperatorName | "auto";
  readonly compressionTolerance: number;
  readonly magnetisation: "induced" | "vector";
  readonly degrade: boolean;
  /** Absent: no uncertainty. */
  readonly uncertainty: { readonly probes: number; readonly seed: number } | undefined;
  readonly checkerboard: { readonly cells: number; readonly amplitude: number } | undefined;
  readonly seed: number;
  readonly joint: { readonly weight: number; readonly maxIterations: number };
}

const POSITIVE = { min: Number.MIN_VALUE };

function perProperty(raw: Readonly<Record<string, unknown>>, name: "lower" | "upper", missing: number): Record<Property, number> {
  const value = raw[name];
  if (typeof value === "number" && Number.isFinite(value)) return { density: value, susceptibility: value };
  if (value === undefined) return { density: missing, susceptibility: missing };
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new InvalidParameterError(
      OWNER,
      name,
      "a number, or an object with density and susceptibility",
      JSON.stringify(value) ?? "nothing",
    );
  const each = parameters(OWNER, value as Record<string, unknown>, ["density", "susceptibility"], `${name}.`);
  return { density: each.number("density") ?? missing, susceptibility: each.number("susceptibility") ?? missing };
}

function cellWidths(raw: unknown): readonly [number, number, number] | undefined {
  if (raw === undefined) return undefined;
  const widths: unknown[] = Array.isArray(raw) ? raw : [raw, raw, raw];
  const [east, north, down] = widths;
  const isWidth = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value) && value > 0;
  if (widths.length === 3 && isWidth(east) && isWidth(north) && isWidth(down)) return [east, north, down];
  throw new InvalidParameterError(OWNER, "mesh.cell", "a positive number or three (easting, northing, downward)", JSON.stringify(raw));
}

function errorModel(from: Parameters | undefined): ErrorModel | undefined {
  const [floor, fraction] = [from?.number("floor", { min: 0 }), from?.number("fraction", { min: 0 })];
  return floor === undefined && fraction === undefined ? undefined : { floor, fraction };
}

function perAxis(from: Parameters | undefined, fallback: number, max: number): Record<Axis, number> {
  const of = (axis: Axis) => from?.number(axis, { min: 0, max }) ?? fallback;
  return { s: of("s"), x: of("x"), y: of("y"), z: of("z") };
}

/** @throws InvalidParameterError naming the option that is not known, of another type or out of range. */
export function inverterOptions(raw: Readonly<Record<string, unknown>>): InverterOptions {
  const given = parameters(OWNER, raw, Object.keys(OPTIONS_SCHEMA.properties as object));
  const mesh = given.group("mesh", ["cell", "depth", "coreDepth", "padding"]);
  const padding = mesh?.group("padding", ["cells", "factor"]);
  const errors = given.group("errors", ["floor", "fraction", "gravity", "magnetic"]);
  const common = errorModel(errors);
  const beta = given.group("beta", ["initial", "cooling", "everyIterations"]);
  const irls = given.group("irls", ["maxIterations", "threshold"]);
  const joint = given.group("joint", ["coupling", "weight", "maxIterations"]);
  joint?.choice("coupling", ["cross-gradient"]);
  const uncertainty = given.group("uncertainty", ["method", "probes", "seed"]);
  const checkerboard = given.group("resolution", ["checkerboard"])?.group("checkerboard", ["cells", "amplitude"]);
  const initial = (raw.beta as { initial?: unknown } | undefined)?.initial;
  const seed = given.number("seed", { min: 0, integer: true }) ?? 0;
  const lower = perProperty(raw, "lower", Number.NEGATIVE_INFINITY);
  const upper = perProperty(raw, "upper", Number.POSITIVE_INFINITY);
  for (const property of ["density", "susceptibility"] as const) {
    if (lower[property] >= upper[property])
      throw new InvalidParameterError(
        OWNER,
        "upper",
        `more than the lower bound ${lower[property]} of ${property}`,
        String(upper[property]),
      );
  }
  return {
    mesh: {
      cell: cellWidths((raw.mesh as { cell?: unknown } | undefined)?.cell),
      depth: mesh?.number("depth", POSITIVE),
      coreDepth: mesh?.number("coreDepth", POSITIVE),
      padding: {
        cells: padding?.number("cells", { min: 0, integer: true }) ?? 5,
        factor: padding?.number("factor", { min: 1, max: 3 }) ?? 1.3,
      },
    },
    lower,
    upper,
    norms: perAxis(given.group("norms", AXES), 2, 2),
    alphas: perAxis(given.group("alphas", AXES), 1, Number.POSITIVE_INFINITY),
    weighting: given.choice("weighting", ["sensitivity", "depth", "none"]) ?? "sensitivity",
    depthExponent: given.number("depthExponent", POSITIVE),
    chiFactor: given.number("chiFactor", POSITIVE) ?? 1,
    errors: {
      gravity: errorModel(errors?.group("gravity", ["floor", "fraction"])) ?? common,
      magnetic: errorModel(errors?.group("magnetic", ["floor", "fraction"])) ?? common,
    },
    tradeOff: given.choice("tradeOff", ["target-misfit", "gcv", "l-curve"]),
    beta: {
      initial: initial === "auto" ? undefined : beta?.number("initial", POSITIVE),
      cooling: beta?.number("cooling", { min: 1 + 1e-9 }) ?? 10,
      everyIterations: beta?.number("everyIterations", { min: 1, integer: true }) ?? 1,
    },
    maxIterations: given.number("maxIterations", { min: 1, integer: true }) ?? 40,
    cgIterations: given.number("cgIterations", { min: 1, integer: true }) ?? 30,
    irls: { maxIterations: irls?.number("maxIterations", { min: 1, integer: true }) ?? 25, threshold: irls?.number("threshold", POSITIVE) },
    operator: given.choice("operator", ["auto", "dense", "matrix-free", "toeplitz", "compressed"]) ?? "auto",
    compressionTolerance: given.number("compressionTolerance", { min: 1e-9, max: 0.999 }) ?? 1e-3,
    magnetisation: given.choice("magnetisation", ["induced", "vector"]) ?? "induced",
    degrade: given.flag("degrade") ?? false,
    uncertainty:
      uncertainty === undefined || uncertainty.choice("method", ["randomised-probing", "none"]) === "none"
        ? undefined
        : {
            probes: uncertainty.number("probes", { min: 2, integer: true }) ?? 24,
            seed: uncertainty.number("seed", { min: 0, integer: true }) ?? seed,
          },
    checkerboard: checkerboard && {
      cells: checkerboard.number("cells", { min: 1, integer: true }) ?? missing("resolution.checkerboard.cells"),
      amplitude: checkerboard.number("amplitude", POSITIVE) ?? missing("resolution.checkerboard.amplitude"),
    },
    seed,
    joint: {
      weight: joint?.number("weight", { min: 0 }) ?? 1,
      maxIterations: joint?.number("maxIterations", { min: 1, integer: true }) ?? 20,
    },
  };
}

function missing(name: string): never {
  throw new InvalidParameterError(OWNER, name, "a number", "nothing");
}
