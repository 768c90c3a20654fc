/** Exit status of the command line for each class of failure. */
export const EXIT_CODES = {
  ok: 0,
  unexpected: 1,
  usage: 2,
  partial: 3,
  verification: 4,
  sourceUnavailable: 5,
  notConverged: 6,
  integrity: 7,
  resource: 8,
} as const;

/** Base of every failure GAM raises on purpose. `code` is the public identity and never changes; `exitCode` follows from it. */
export abstract class GamError<C extends string = string> extends Error {
  abstract readonly code: C;
  abstract readonly exitCode: number;
}

/** The command line is wrong. */
export class UsageError extends GamError<"GAM_USAGE"> {
  override readonly code = "GAM_USAGE";
  override readonly exitCode = EXIT_CODES.usage;
}

/** A configuration value is missing, unknown or out of range. */
export class InvalidConfigurationError extends GamError<"GAM_CONFIG_INVALID"> {
  override readonly code = "GAM_CONFIG_INVALID";
  override readonly exitCode = EXIT_CODES.usage;
  constructor(
    /** File, flag or environment variable it came from. */
    readonly origin: string,
    /** Dotted key. */
    readonly key: string,
    readonly expected: string,
    readonly found: string,
    hint = "",
  ) {
    super(`${origin}: ${key}: expected ${expected}, found ${found}${hint === "" ? "" : `. ${hint}`}`);
  }
}

/** Bounds that are not west, south, east, north in degrees. */
export class InvalidBoundsError extends GamError<"GAM_BOUNDS_INVALID"> {
  override readonly code = "GAM_BOUNDS_INVALID";
  override readonly exitCode = EXIT_CODES.usage;
}

/** A parameter of a stage, reader or modality is not one it takes. */
export class InvalidParameterError extends GamError<"GAM_PARAMETER_INVALID"> {
  override readonly code = "GAM_PARAMETER_INVALID";
  override readonly exitCode = EXIT_CODES.usage;
  constructor(
    readonly owner: string,
    readonly parameter: string,
    readonly expected: string,
    readonly found: string,
  ) {
    super(`${owner}: ${parameter}: expected ${expected}, found ${found}`);
  }
}

/** Two arrays or grids that must agree in shape, CRS or unit do not. */
export class GridMismatchError extends GamError<"GAM_GRID_MISMATCH"> {
  override readonly code = "GAM_GRID_MISMATCH";
  override readonly exitCode = EXIT_CODES.usage;
  constructor(
    readonly expected: string,
    readonly actual: string,
  ) {
    super(`Expected ${expected} but received ${actual}`);
  }
}

/** A package declares a `gam` key this core cannot honour, or its code is not what it declares. */
export class InvalidPluginError extends GamError<"GAM_PLUGIN_INVALID"> {
  override readonly code = "GAM_PLUGIN_INVALID";
  override readonly exitCode = EXIT_CODES.usage;
  constructor(
    readonly packageName: string,
    readonly problem: string,
    options: { cause?: unknown } = {},
  ) {
    super(`Plugin package ${packageName}: ${problem}`, options);
  }
}

/** No installed plugin has the requested kind and id. */
export class UnknownPluginError extends GamError<"GAM_PLUGIN_UNKNOWN"> {
  override readonly code = "GAM_PLUGIN_UNKNOWN";
  override readonly exitCode = EXIT_CODES.usage;
  constructor(
    readonly kind: string,
    readonly id: string,
    readonly installed: readonly string[],
  ) {
    super(`No ${kind} plugin "${id}". Installed: ${installed.join(", ") || "none"}`);
  }
}

/** A file is not there, is not readable, or no reader recognises it. */
export class UnreadableInputError extends GamError<"GAM_INPUT_UNREADABLE"> {
  override readonly code = "GAM_INPUT_UNREADABLE";
  override readonly exitCode = EXIT_CODES.sourceUnavailable;
  constructor(
    readonly path: string,
    readonly problem: string,
    options: { cause?: unknown } = {},
  ) {
    super(`${path}: ${problem}`, options);
  }
}

/** A file's content contradicts its format, its header or its checksum. */
export class CorruptInputError extends GamError<"GAM_INPUT_CORRUPT"> {
  override readonly code = "GAM_INPUT_CORRUPT";
  override readonly exitCode = EXIT_CODES.integrity;
  constructor(
    readonly path: string,
    /** `line 12`, `byte 512`, `header key gapvalue`, ... */
    readonly place: string,
    readonly expected: string,
    readonly found: string,
    options: { cause?: unknown } = {},
  ) {
    super(`${path}: ${place}: expected ${expected}, found ${found}`, options);
  }
}

/** A source could not be had: not in the mirror or cache, and fetching is off or failed. */
export class SourceUnavailableError extends GamError<"GAM_SOURCE_UNAVAILABLE"> {
  override readonly code = "GAM_SOURCE_UNAVAILABLE";
  override readonly exitCode = EXIT_CODES.sourceUnavailable;
  constructor(
    readonly source: string,
    problem: string,
    options: { cause?: unknown } = {},
  ) {
    super(`${source}: ${problem}`, options);
  }
}

/** A committed file is not what its record says, or a record is damaged. */
export class IntegrityError extends GamError<"GAM_INTEGRITY"> {
  override readonly code = "GAM_INTEGRITY";
  override readonly exitCode = EXIT_CODES.integrity;
}

/** Memory, disk or time ran out, or would. */
export class ResourceError extends GamError<"GAM_RESOURCE"> {
  override readonly code = "GAM_RESOURCE";
  override readonly exitCode = EXIT_CODES.resource;
}

/** A validation checkpoint does not hold. */
export class VerificationError extends GamError<"GAM_VERIFICATION"> {
  override readonly code = "GAM_VERIFICATION";
  override readonly exitCode = EXIT_CODES.verification;
}

/** Some tasks failed; the others are committed. */
export class PartialResultError extends GamError<"GAM_PARTIAL"> {
  override readonly code = "GAM_PARTIAL";
  override readonly exitCode = EXIT_CODES.partial;
}

/** An inversion ended without reaching its target. */
export class NotConvergedError extends GamError<"GAM_NOT_CONVERGED"> {
  override readonly code = "GAM_NOT_CONVERGED";
  override readonly exitCode = EXIT_CODES.notConverged;
}

export type AnyGamError =
  | UsageError
  | InvalidConfigurationError
  | InvalidBoundsError
  | InvalidParameterError
  | GridMismatchError
  | InvalidPluginError
  | UnknownPluginError
  | UnreadableInputError
  | CorruptInputError
  | SourceUnavailableError
  | IntegrityError
  | ResourceError
  | VerificationError
  | PartialResultError
  | NotConvergedError;

/**
 * Narrow an unknown throw to GAM's errors, or to some of them.
 *
 * Compares `code` strings, never prototypes: it still holds when a plugin brings its own copy of `@geoanomaly/core`.
 */
export function isGamError<C extends AnyGamError["code"]>(error: unknown, ...codes: C[]): error is Extract<AnyGamError, { code: C }> {
  if (!(error instanceof Error) || !("code" in error)) return false;
  const code = String(error.code);
  return codes.length === 0 ? code.startsWith("GAM_") : (codes as string[]).includes(code);
}
