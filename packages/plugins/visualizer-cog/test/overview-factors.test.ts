import { describe, expect, it } from "vitest";
import { overviewFactors } from "../src/overview-factors.js";

describe("overviewFactors", () => {
  it("are those asked for, where the smallest fits one block", () => {
    expect(overviewFactors({ rows: 100, cols: 100 }, [2, 4, 8, 16], 512)).toEqual([2, 4, 8, 16]);
    expect(overviewFactors({ rows: 1800, cols: 3600 }, [2, 4, 8, 16], 512)).toEqual([2, 4, 8, 16]); // 113 x 225
  });

  it("double until one block holds the smallest", () => {
    expect(overviewFactors({ rows: 1800, cols: 3600 }, [2], 128)).toEqual([2, 4, 8, 16, 32]); // 57 x 113
    expect(overviewFactors({ rows: 1800, cols: 3600 }, [], 512)).toEqual([2, 4, 8]); // 225 x 450
  });

  it("leave at least one pixel of the longer side", () => {
    expect(overviewFactors({ rows: 3, cols: 5 }, [2, 4, 8, 16], 512)).toEqual([2, 4]);
  });
});
