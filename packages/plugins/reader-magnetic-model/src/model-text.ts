import { CorruptInputError, describeContent, type Parameters, parameters, readWholeInput } from "@geoanomaly/core";

/** Geomagnetic reference radius that `.COF` and `.shc` models share, metres. @see Alken et al. (2021), IGRF-13, equation 1 */
export const REFERENCE_RADIUS = 6_371_200;
/** EMM reaches 790; above this a degree is damage. */
export const MAXIMUM_DEGREE = 2_500;

/** A model as text, with what the caller asked of it. */
export interface ModelText {
  /** File, or `archive!member`: named in errors. */
  readonly path: string;
  readonly lines: readonly string[];
  readonly parameters: Parameters;
}

/** Parameters both formats take. */
export const MODEL_PARAMETERS = ["epoch", "maximumBytes", "member"] as const;

/** @throws CorruptInputError if the bytes are no text. */
export function modelText(path: string, bytes: Uint8Array, given: Parameters): ModelText {
  if (bytes.subarray(0, 4096).includes(0))
    throw new CorruptInputError(path, "byte 0", "a model as text", describeContent(bytes.subarray(0, 4096)));
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  return { path, lines: text.split(/\r?\n/), parameters: given };
}

/** @throws UnreadableInputError, CorruptInputError, ResourceError, InvalidParameterError */
export async function readModelText(
  owner: string,
  path: string,
  raw: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): Promise<ModelText> {
  const given = parameters(owner, raw, MODEL_PARAMETERS);
  const bytes = await readWholeInput(path, given.number("maximumBytes", { min: 1 }));
  signal.throwIfAborted();
  return modelText(path, bytes, given);
}
