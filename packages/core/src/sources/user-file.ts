import { stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import type { SourceFile, SourceRequest } from "../contracts/modality.js";
import { InvalidParameterError, UnreadableInputError } from "../errors.js";
import { checkFile } from "./expected-content.js";

/**
 * The file that dataset `file` names by `path`. Its record says what the options say of `license`, `citation`, `doi`, `sourceUrl`,
 * `sha256` (which is then checked) and `synthetic`, and `unknown` where they are silent.
 *
 * @throws InvalidParameterError without a path or for an option of the wrong type; UnreadableInputError; CorruptInputError.
 */
export async function userFile(owner: string, request: SourceRequest, signal: AbortSignal): Promise<SourceFile> {
  if (request.path === undefined || request.path === "") {
    throw new InvalidParameterError(owner, "path", 'the path of a file, as dataset is "file"', "nothing");
  }
  const path = resolve(request.path);
  const text = (key: string): string | undefined => {
    const value = request.options[key];
    if (value === undefined || typeof value === "string") return value;
    throw new InvalidParameterError(owner, `options.${key}`, "text", typeof value);
  };
  const found = await stat(path).catch((cause: unknown) => {
    throw new UnreadableInputError(path, "no such file", { cause });
  });
  const digest = await checkFile(path, basename(path), [{ sha256: text("sha256"), authority: "options.sha256" }], signal);
  const doi = text("doi");
  return {
    path,
    record: {
      source_url: text("sourceUrl") ?? `file:${basename(path)}`,
      filename: basename(path),
      sha256: digest.sha256,
      size_bytes: digest.sizeBytes,
      acquired_at_iso: found.mtime.toISOString(),
      license: text("license") ?? "unknown",
      citation: text("citation") ?? "unknown",
      ...(doi === undefined ? {} : { doi }),
      ...(request.options.synthetic === true ? { synthetic: true } : {}),
    },
  };
}
