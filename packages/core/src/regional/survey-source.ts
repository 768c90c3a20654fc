import { stat } from "node:fs/promises";
import { basename, isAbsolute, join, resolve } from "node:path";
import type { RegionalConfiguration } from "../configuration/regional-schema.js";
import type { SourceFile } from "../contracts/modality.js";
import { InvalidParameterError, SourceUnavailableError } from "../errors.js";
import { checkFile } from "../sources/expected-content.js";
import { unpackFile } from "../sources/unpack-file.js";

type Survey = RegionalConfiguration["surveys"][string];

export interface SurveyPlaces {
  /** Folder of the project file, or the working folder. */
  readonly base: string;
  readonly sources: RegionalConfiguration["sources"];
}

/** Places a survey's file may lie at, in order. */
function candidates(path: string, { base, sources: { mirror } }: SurveyPlaces): string[] {
  if (isAbsolute(path)) return [path];
  const inMirror = mirror === undefined || /^https?:\/\//i.test(mirror) ? [] : [resolve(mirror, path)];
  return [...inMirror, resolve(base, path)];
}

/**
 * The file of a survey with its record, unpacked into the cache if it is packed. The record is that of the file as it was published.
 * @throws SourceUnavailableError naming every place looked at; CorruptInputError if it is not what the configuration says.
 */
export async function surveyFile(name: string, survey: Survey, places: SurveyPlaces, signal: AbortSignal): Promise<SourceFile> {
  if (survey.path === undefined) throw new InvalidParameterError(`survey ${name}`, "path", "the path of a file", "nothing");
  const tried = candidates(survey.path, places);
  for (const path of tried) {
    const found = await stat(path).catch(() => undefined);
    if (found === undefined) continue;
    const digest = await checkFile(path, basename(path), [{ sha256: survey.sha256, authority: `surveys.${name}.sha256` }], signal);
    const plain = await unpackFile(path, {
      sha256: digest.sha256,
      cache: places.sources.cache,
      signal,
      ...(survey.member === undefined ? {} : { member: survey.member }),
    });
    return {
      path: plain,
      record: {
        source_url: survey.sourceUrl ?? `file:${basename(path)}`,
        filename: survey.member === undefined ? basename(path) : join(basename(path), survey.member),
        sha256: digest.sha256,
        size_bytes: digest.sizeBytes,
        acquired_at_iso: found.mtime.toISOString(),
        license: survey.license ?? "unknown",
        citation: survey.citation ?? "unknown",
        ...(survey.doi === undefined ? {} : { doi: survey.doi }),
        ...(survey.synthetic ? { synthetic: true } : {}),
      },
    };
  }
  throw new SourceUnavailableError(
    `survey ${name}`,
    `${survey.path} is not there; looked at ${tried.join(", ")}${places.sources.mirror === undefined ? ". A folder of data is named with --mirror or GAM_MIRROR" : ""}`,
  );
}
