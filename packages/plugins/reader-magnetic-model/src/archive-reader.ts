import { basename } from "node:path";
import {
  CorruptInputError,
  checkAllocation,
  DEFAULT_MAXIMUM_BYTES,
  InvalidParameterError,
  isGamError,
  type MagneticCoefficients,
  parameters,
  type ReaderPlugin,
  readWholeInput,
} from "@geoanomaly/core";
import { type UnzipFileInfo, unzipSync } from "fflate";
import { cofModel } from "./cof-model.js";
import { MODEL_PARAMETERS, modelText } from "./model-text.js";
import { shcModel } from "./shc-model.js";

const OWNER = "reader magnetic-archive";
const isModel = (name: string) => /\.(cof|shc)$/i.test(name) && !name.startsWith("__MACOSX/");

/** fflate's `unzipSync`, with whatever it throws on damage as a corrupt input. */
function unzip(path: string, bytes: Uint8Array, filter: (file: UnzipFileInfo) => boolean): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes, { filter });
  } catch (cause) {
    if (isGamError(cause)) throw cause;
    throw new CorruptInputError(path, "archive", "a whole ZIP archive", (cause as Error).message, { cause });
  }
}

async function open(path: string, raw: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<MagneticCoefficients> {
  const given = parameters(OWNER, raw, MODEL_PARAMETERS);
  const maximumBytes = given.number("maximumBytes", { min: 1 }) ?? DEFAULT_MAXIMUM_BYTES;
  const bytes = await readWholeInput(path, maximumBytes);
  signal.throwIfAborted();
  const models = new Map<string, number>();
  unzip(path, bytes, ({ name, originalSize }) => {
    if (isModel(name)) models.set(name, originalSize);
    return false;
  });
  const names = [...models.keys()].sort();
  if (names.length === 0) throw new CorruptInputError(path, "archive", "a member .COF or .shc", "none");
  const asked = given.text("member");
  // The model proper is the largest: EMM archives carry one small core file per year beside it.
  const largest = names.reduce((best, name) => ((models.get(name) as number) > (models.get(best) as number) ? name : best));
  const member = asked === undefined ? largest : names.find((name) => name === asked || basename(name) === asked);
  if (member === undefined) throw new InvalidParameterError(OWNER, "member", `one of ${names.join(", ")}`, String(asked));
  checkAllocation(path, `member ${member}`, models.get(member) as number, maximumBytes);
  const content = unzip(path, bytes, ({ name }) => name === member)[member] ?? new Uint8Array(0);
  const text = modelText(`${path}!${member}`, content, given);
  return /\.shc$/i.test(member) ? shcModel(OWNER, text) : cofModel(text);
}

/** ZIP archives of `.COF` or `.shc` models, as NOAA publishes EMM. Parameter `member`: which one; default: the largest. Others as for the plain files. */
export const magneticArchive: ReaderPlugin = {
  kind: "reader",
  id: "magnetic-archive",
  recognise: (filename, head) => (head[0] === 0x50 && head[1] === 0x4b && /\.zip$/i.test(filename) ? 0.6 : 0),
  open: async (path, raw, { signal }) => ({ kind: "coefficients", coefficients: await open(path, raw, signal) }),
};
