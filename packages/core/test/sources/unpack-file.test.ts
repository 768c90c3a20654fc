import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { unpackFile } from "../../src/sources/unpack-file.js";

/** `printf 'station 1\n' | xz --check=crc32`, XZ Utils 5.4.1. */
const XZ = Buffer.from("/Td6WFoAAAFpIt42AgAhARYAAAB0L+WjAQAJc3RhdGlvbiAxCgAAAFsGeKYAAR4K6mMSFJBCmQ0BAAAAAAFZWg==", "base64");

let folder: string;
const unpack = (path: string, member?: string) =>
  unpackFile(path, {
    sha256: "0".repeat(64),
    cache: join(folder, "cache"),
    signal: new AbortController().signal,
    ...(member ? { member } : {}),
  });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "gam-unpack-"));
  mkdirSync(join(folder, "in"));
  writeFileSync(join(folder, "in/a.txt"), "alpha\n");
  writeFileSync(join(folder, "in/b.txt"), "beta\n");
  execFileSync("tar", ["-czf", join(folder, "both.tar.gz"), "-C", folder, "in"]);
  writeFileSync(join(folder, "plain.csv"), "1\n");
  writeFileSync(join(folder, "one.csv.gz"), gzipSync("gamma\n"));
  writeFileSync(join(folder, "torn.csv.gz"), gzipSync("gamma\n").subarray(0, 15));
});

describe("unpackFile", () => {
  it("leaves a plain file where it is", async () => {
    expect(await unpack(join(folder, "plain.csv"))).toBe(join(folder, "plain.csv"));
  });

  it("unpacks gzip and xz under the name without the packing", async () => {
    const path = await unpack(join(folder, "one.csv.gz"));
    expect(path).toMatch(/one\.csv$/);
    expect(readFileSync(path, "utf8")).toBe("gamma\n");
    writeFileSync(join(folder, "two.csv.xz"), XZ);
    expect(readFileSync(await unpack(join(folder, "two.csv.xz")), "utf8")).toBe("station 1\n");
  });

  it("takes one member out of an archive, with or without its folder", async () => {
    expect(readFileSync(await unpack(join(folder, "both.tar.gz"), "b.txt"), "utf8")).toBe("beta\n");
    expect(readFileSync(await unpack(join(folder, "both.tar.gz"), "in/a.txt"), "utf8")).toBe("alpha\n");
  });

  it("says what an archive holds if the member is not named or not there", async () => {
    await expect(unpack(join(folder, "both.tar.gz"))).rejects.toThrow(/member: expected the name of a file in the archive/);
    await expect(unpack(join(folder, "both.tar.gz"), "c.txt")).rejects.toThrow(
      /member: expected one of in\/a\.txt, in\/b\.txt, found "?c\.txt/,
    );
  });

  it("refuses a torn file by its name", async () => {
    await expect(unpack(join(folder, "torn.csv.gz"))).rejects.toThrow(/torn\.csv\.gz: whole file: expected a readable gzip file/);
  });
});
