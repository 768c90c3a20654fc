import { tmpdir } from "node:os";
import { fileSystemSync } from "@geoanomaly/native";
import { describe, expect, it } from "vitest";

const sync = fileSystemSync();
if (sync === undefined) console.warn("skipped: the addon is not built, or this system has no call that flushes a file system");

describe.runIf(sync !== undefined)("fileSystemSync", () => {
  it("settles once the file system of a folder is flushed", async () => {
    await expect(sync?.(tmpdir())).resolves.toBeUndefined();
  });

  it("says why it cannot", async () => {
    await expect(sync?.("/no/such/folder")).rejects.toThrow("open: No such file or directory");
  });
});
