import { InvalidParameterError, type Kernels } from "@geoanomaly/core";
import { referenceKernels } from "@geoanomaly/core/reference";
import { nativeKernels } from "@geoanomaly/native";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const kernels = nativeKernels();
const both: readonly Kernels[] = [kernels, referenceKernels];

function parse(set: Kernels, text: string, columns: number, delimiter?: "," | ";") {
  const out = Array.from({ length: columns }, () => new Float64Array(1000).fill(-99));
  const select = out.map((_, i) => i);
  return { ...set.parseNumbers(Buffer.from(text, "latin1"), { columns, select, out, ...(delimiter ? { delimiter } : {}) }), out };
}

describe("parseNumbers", () => {
  it("rounds as JavaScript does, however a number is written", () => {
    const spelling = fc
      .tuple(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom("", "e", "p", "f"), fc.integer({ min: 1, max: 30 }))
      .map(([value, form, digits]) =>
        form === "e"
          ? value.toExponential(digits)
          : form === "p"
            ? value.toPrecision(digits)
            : form === "f"
              ? value.toFixed(digits)
              : `${value}`,
      )
      // Few digits of the largest numbers round up to infinity, which is a fault.
      .filter((text) => Number.isFinite(Number(text)));
    fc.assert(
      fc.property(fc.array(spelling, { minLength: 1, maxLength: 50 }), (texts) => {
        const { rows, error, out } = parse(kernels, texts.join("\n"), 1);
        expect(error).toBeUndefined();
        expect(rows).toBe(texts.length);
        texts.forEach((text, i) => {
          expect(Object.is(out[0]![i], Number(text)), text).toBe(true);
        });
      }),
      { seed: 12, numRuns: 500 },
    );
  });

  it("agrees with the reference on text of any kind, faults included", () => {
    const piece = fc.constantFrom(
      "1",
      "-2.5",
      "3e2",
      "4D-1",
      " ",
      "  ",
      "\t",
      "\n",
      "\r\n",
      "\r",
      ",",
      ";",
      "x",
      ".",
      "-",
      "1e",
      "nan",
      "\u00e9",
      "1e999",
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 30 }),
        fc.integer({ min: 1, max: 3 }),
        fc.constantFrom(undefined, "," as const, ";" as const),
        (pieces, columns, delimiter) => {
          const [native, reference] = both.map((set) => parse(set, pieces.join(""), columns, delimiter));
          const head = ({ rows, lines, error }: ReturnType<typeof parse>) => ({ rows, lines, error });
          expect(head(native!)).toEqual(head(reference!));
          native!.out.forEach((array, i) => {
            expect(array.subarray(0, native!.rows)).toEqual(reference!.out[i]!.subarray(0, native!.rows));
          });
        },
      ),
      { seed: 13, numRuns: 3000 },
    );
  });

  it("keeps the columns asked for, from the offset asked for", () => {
    for (const set of both) {
      const out = [new Float64Array(4), new Float64Array(4)];
      const bytes = Buffer.from("##1 2 3\n4 5 6\n").subarray(2);
      expect(set.parseNumbers(bytes, { columns: 3, select: [2, 0], out, outOffset: 1 })).toEqual({ rows: 2, lines: 2 });
      expect(out.map((array) => [...array])).toEqual([
        [0, 3, 6, 0],
        [0, 1, 4, 0],
      ]);
    }
  });

  it("says line, byte and text of the first fault, and keeps the rows before it", () => {
    for (const set of both) {
      const { rows, lines, error, out } = parse(set, "1 2\r\n\r\n3 4\n5 <!DOCTYPE html>\n6 7\n", 2);
      expect({ rows, lines, error }).toEqual({ rows: 2, lines: 3, error: { line: 3, offset: 13, found: "<!DOCTYPE html>" } });
      expect([...out[1]!.subarray(0, 2)]).toEqual([2, 4]);
    }
  });

  it("finds the same rows in many megabytes as line by line", () => {
    const lines = Array.from({ length: 200_000 }, (_, i) => (i % 5000 === 77 ? "" : `${i} ${(i * 0.37).toFixed(4)}  ${-i}e-3`));
    const out = [0, 1, 2].map(() => new Float64Array(lines.length));
    const parsed = nativeKernels({ threads: 5 }).parseNumbers(Buffer.from(`${lines.join("\n")}\n`), { columns: 3, select: [0, 1, 2], out });
    expect(parsed).toEqual({ rows: lines.length - 40, lines: lines.length });
    lines
      .filter((line) => line !== "")
      .forEach((line, row) => {
        const expected = line.split(/ +/).map(Number);
        if (out.some((array, i) => array[row] !== expected[i])) throw new Error(`row ${row}: ${line}`);
      });
  });

  it("refuses arrays that do not fit the request", () => {
    const text = Buffer.from("1 2\n3 4\n");
    const array = () => new Float64Array(1);
    for (const set of both) {
      for (const wrong of [
        { columns: 0, select: [], out: [] },
        { columns: 2, select: [2], out: [array()] },
        { columns: 2, select: [0, 0], out: [array(), array()] },
        { columns: 2, select: [0, 1], out: [array()] },
        { columns: 2, select: [0], out: [array()], outOffset: 2 },
        { columns: 2, select: [0], out: [array()] },
      ]) {
        expect(() => set.parseNumbers(text, wrong)).toThrow(InvalidParameterError);
      }
    }
  });
});
