import { TransferError } from "./transfer-error.js";

/**
 * Where a `Location` header leads.
 *
 * @throws TransferError for no address at all, and for a step from https down to http.
 */
export function redirectTarget(from: URL, location: string): URL {
  let target: URL;
  try {
    target = new URL(location, from);
  } catch (cause) {
    throw new TransferError("redirect to something that is no address", {}, { cause });
  }
  if (from.protocol === "https:" && target.protocol === "http:") {
    throw new TransferError(`redirect from https down to http (${target.host}) refused`);
  }
  return target;
}
