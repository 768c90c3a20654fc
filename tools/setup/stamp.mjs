import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./command.mjs";

function filesBelow(path) {
  const entries = readdirSync(path, { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() ? filesBelow(join(path, entry.name)) : [join(path, entry.name)])).sort();
}

/** sha256 over the contents of files and folders, and over words beside them. Times do not count. */
export function hashOf(paths, words = []) {
  const hash = createHash("sha256").update(words.join("\0"));
  for (const path of paths) {
    const full = join(root, path);
    for (const file of path.endsWith("/") ? filesBelow(full) : [full]) hash.update(`\0${file}\0`).update(readFileSync(file));
  }
  return hash.digest("hex");
}

/** Was the step that wrote this stamp done for the same content? */
export const isDone = (stamp, hash) => existsSync(join(root, stamp)) && readFileSync(join(root, stamp), "utf8") === hash;

export function setDone(stamp, hash) {
  mkdirSync(dirname(join(root, stamp)), { recursive: true });
  writeFileSync(join(root, stamp), hash);
}
