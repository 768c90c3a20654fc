import { checkBounds, InvalidBoundsError, overlaps, parseBounds } from "@geoanomaly/core";
import { describe, expect, it } from "vitest";

describe("parseBounds", () => {
  it("takes west south east north, across the antimeridian too", () => {
    expect(parseBounds([110, -10, 120, 0])).toEqual({ west: 110, south: -10, east: 120, north: 0 });
    expect(parseBounds([170, -10, -170, 10])).toEqual({ west: 170, south: -10, east: -170, north: 10 });
    expect(parseBounds([-180, -90, 180, 90]).east).toBe(180);
  });

  it("says that the order is latitude first when only that makes sense, and gives the right one", () => {
    expect(() => parseBounds([-10, 110, 0, 120])).toThrow(
      "latitude-first bounds: the order is west south east north, so write 110 -10 120 0",
    );
    expect(() => parseBounds([40, 100, 30, 80], "--bbox")).not.toThrow(/latitude-first/);
    expect(() => parseBounds([40, 100, 30, 80], "--bbox")).toThrow(/^--bbox: latitudes lie within -90..90/);
  });

  it.each([
    [[Number.NaN, 0, 1, 1], "west is not a number"],
    [[0, 0, Number.POSITIVE_INFINITY, 1], "east is not a number"],
    [[0, 10, 1, 10], "south must be less than north"],
    [[5, 0, 5, 10], "the area is empty"],
    [[0, 0, 350, 10], "longitudes lie within -180..180"],
    [[0, 1, 2], "expected four numbers"],
    [[0, 1, 2, 3, 4], "expected four numbers"],
  ])("refuses %j: %s", (numbers, message) => {
    expect(() => parseBounds(numbers)).toThrow(InvalidBoundsError);
    expect(() => parseBounds(numbers)).toThrow(message);
  });

  it("refuses text where a number belongs", () => {
    expect(() => checkBounds({ west: "1" as unknown as number, south: 0, east: 2, north: 1 })).toThrow("west is not a number");
  });
});

describe("overlaps", () => {
  const box = (west: number, south: number, east: number, north: number) => ({ west, south, east, north });
  it("is false for areas that share only an edge", () => {
    expect(overlaps(box(0, 0, 10, 10), box(10, 0, 20, 10))).toBe(false);
    expect(overlaps(box(0, 0, 10, 10), box(0, 10, 10, 20))).toBe(false);
    expect(overlaps(box(0, 0, 10, 10), box(9.9, 9.9, 20, 20))).toBe(true);
  });
  it("sees both sides of the antimeridian", () => {
    const across = box(175, 0, -175, 10);
    expect(overlaps(across, box(170, 0, 180, 10))).toBe(true);
    expect(overlaps(across, box(-180, 0, -170, 10))).toBe(true);
    expect(overlaps(across, box(0, 0, 10, 10))).toBe(false);
    expect(overlaps(box(180, 0, -170, 10), box(170, 0, 180, 10))).toBe(false);
  });
});
