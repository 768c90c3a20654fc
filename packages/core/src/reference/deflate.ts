import { deflateSync } from "node:zlib";
import type { DeflateLevel, Kernels } from "../contracts/kernels.js";
import { InvalidParameterError } from "../errors.js";

/** @throws InvalidParameterError unless the level is a whole number 0..9. */
export function checkLevel(owner: string, level: DeflateLevel): void {
  if (!Number.isInteger(level) || level < 0 || level > 9) {
    throw new InvalidParameterError(owner, "level", "a whole number 0 to 9", String(level));
  }
}

/** Node's own zlib. Default level 6. */
export const deflate: Kernels["deflate"] = async (bytes, { level = 6, signal } = {}) => {
  checkLevel("deflate", level);
  signal?.throwIfAborted();
  return new Uint8Array(deflateSync(bytes, { level }));
};
