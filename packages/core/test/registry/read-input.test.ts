import { join } from "node:path";
import { type RawData, type ReaderPlugin, UnreadableInputError } from "@geoanomaly/core";
import { testContext } from "@geoanomaly/core/testing";
import { describe, expect, it } from "vitest";
import { packageFolder } from "./package-folder.js";

const points = { kind: "points" } as unknown as RawData;
const reader = (id: string, sureness: (name: string, head: Uint8Array) => number): ReaderPlugin & { opened: string[] } => ({
  kind: "reader",
  id,
  opened: [],
  recognise: sureness,
  async open(path) {
    this.opened.push(path);
    return points;
  },
});

describe("context.read", () => {
  it("opens a file with the reader that is surest of it", async () => {
    const root = await packageFolder({ "a.grd": "DSAA" });
    const [unsure, sure] = [reader("unsure", () => 0.3), reader("sure", (_, head) => (Buffer.from(head).toString() === "DSAA" ? 0.9 : 0))];
    const context = await testContext({ readers: [unsure, sure] });
    expect(await context.read(join(root, "a.grd"))).toBe(points);
    expect(sure.opened).toHaveLength(1);
    expect(unsure.opened).toHaveLength(0);
  });

  it("shows readers the first 4096 bytes and no more", async () => {
    const root = await packageFolder({ big: "x".repeat(10_000) });
    let seen = 0;
    const context = await testContext({
      readers: [
        reader("a", (_, head) => {
          seen = head.length;
          return 1;
        }),
        reader("b", () => 0),
      ],
    });
    await context.read(join(root, "big"));
    expect(seen).toBe(4096);
  });

  it("uses the reader that is named, though it does not recognise the file", async () => {
    const root = await packageFolder({ x: "?" });
    const shy = reader("shy", () => 0);
    const context = await testContext({ readers: [reader("loud", () => 1), shy] });
    await context.read(join(root, "x"), { reader: "shy" });
    expect(shy.opened).toHaveLength(1);
    await expect(context.read(join(root, "x"), { reader: "none" })).rejects.toThrow('No reader plugin "none". Installed: loud, shy');
  });

  it.each([
    ["<!DOCTYPE html><html><head><title>503 Busy</title>", 'an HTML page titled "503 Busy"'],
    ["\n <html>", "an HTML page"],
    ["", "an empty file"],
    ["PK\x03\x04rest", "a ZIP archive"],
    ["II*\0abc", "a TIFF file"],
    ['{"error": 1}', "a JSON document"],
    ["lon,lat,value\n1,2,3", 'text starting "lon,lat,value"'],
    ["\0\x01\x02\x03", "binary data starting 00010203"],
  ])("says what a file that nobody recognises looks like: %j", async (content, looks) => {
    const root = await packageFolder({ download: content });
    const context = await testContext({ readers: [reader("a", () => 0), reader("b", () => 0)] });
    const failure = context.read(join(root, "download"));
    await expect(failure).rejects.toThrow(UnreadableInputError);
    await expect(failure).rejects.toThrow(`no reader recognises it (asked: a, b). It looks like ${looks}`);
  });

  it("says that there is no such file, or that it is a folder", async () => {
    const root = await packageFolder({ x: "" });
    const context = await testContext({ readers: [reader("a", () => 0)] });
    await expect(context.read(join(root, "y"))).rejects.toThrow("no such file");
    await expect(context.read(root)).rejects.toThrow("is a folder");
  });
});
