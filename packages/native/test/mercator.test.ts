import { GridMismatchError, type GridWindow, InvalidParameterError } from "@geoanomaly/core";
import { referenceKernels } from "@geoanomaly/core/reference";
import { nativeKernels } from "@geoanomaly/native";
import { createCanvas, loadImage } from "@napi-rs/canvas";
import { describe, expect, it } from "vitest";
import { decodePng } from "./png-decoder.js";
import { smoothField } from "./synthetic.js";

const kernels = nativeKernels();

function grid(rows: number, cols: number, [west, south, east, north]: readonly [number, number, number, number], gaps = false): GridWindow {
  const values = smoothField(rows, cols, 17);
  if (gaps) {
    values.forEach((_, i) => {
      if (Math.floor(i / cols / 7) % 5 === 0 && Math.floor((i % cols) / 11) % 4 === 0) values[i] = Number.NaN;
    });
  }
  return {
    values,
    geometry: {
      rows,
      cols,
      transform: [(east - west) / cols, 0, west, 0, (south - north) / rows, north],
      registration: "area",
      crs: "EPSG:4326",
    },
  };
}

const globe = grid(180, 360, [-180, -90, 180, 90]);
const globeWithGaps = grid(180, 360, [-180, -90, 180, 90], true);

describe("mercatorTile", () => {
  it.each([
    ["a globe", globe],
    ["a globe with gaps", globeWithGaps],
    ["a globe from 0 to 360", grid(180, 360, [0, -90, 360, 90])],
    ["a node grid with a repeated seam column", grid(181, 361, [-180.5, -90.5, 180.5, 90.5])],
    ["a region across the antimeridian", grid(60, 90, [150, -20, 195, 10], true)],
    ["a band of rows", grid(20, 360, [-180, 20, 180, 40])],
  ])("agrees with the reference on %s, finer and coarser than the grid", async (_, source) => {
    for (const [zoom, x, y] of [
      [0, 0, 0],
      [1, 1, 0],
      [2, 3, 1],
      [3, 7, 3],
      [4, 0, 6],
      [5, 31, 15],
    ] as const) {
      const [native, reference] = [await kernels.mercatorTile(source, zoom, x, y), await referenceKernels.mercatorTile(source, zoom, x, y)];
      let worst = 0;
      native.forEach((value, i) => {
        if (Number.isNaN(value) !== Number.isNaN(reference[i]!)) worst = Number.POSITIVE_INFINITY;
        else if (!Number.isNaN(value)) worst = Math.max(worst, Math.abs(value - reference[i]!));
      });
      expect(worst, `tile ${zoom}/${x}/${y}`).toBeLessThan(5e-6);
    }
  });

  it("keeps a constant field to the last bit", async () => {
    const constant = { ...globe, values: new Float32Array(180 * 360).fill(0.1) };
    for (const zoom of [0, 3, 6]) {
      const tile = await kernels.mercatorTile(constant, zoom, 0, 2 ** zoom - 1);
      expect(tile.every((value) => value === Math.fround(0.1))).toBe(true);
    }
  });

  it("refuses grids and tiles that do not exist", async () => {
    for (const set of [kernels, referenceKernels]) {
      await expect(set.mercatorTile({ ...globe, values: globe.values.subarray(1) }, 0, 0, 0)).rejects.toThrow(GridMismatchError);
      await expect(set.mercatorTile({ ...globe, geometry: { ...globe.geometry, crs: "EPSG:3857" } }, 0, 0, 0)).rejects.toThrow(
        GridMismatchError,
      );
      const turned = { ...globe.geometry, transform: [1, 0.1, -180, 0, -1, 90] as const };
      await expect(set.mercatorTile({ ...globe, geometry: turned }, 0, 0, 0)).rejects.toThrow(GridMismatchError);
      for (const [zoom, x, y] of [
        [1, 2, 0],
        [1, 0, -1],
        [25, 0, 0],
        [0.5, 0, 0],
      ] as const) {
        await expect(set.mercatorTile(globe, zoom, x, y)).rejects.toThrow(InvalidParameterError);
      }
    }
  });
});

describe("mercatorPngs", () => {
  const scale = { range: [-2, 2] } as const;
  const expectedLevel = (value: number) => Math.min(255, Math.max(0, Math.floor(((value + 2) * 255) / 4 + 0.5)));

  it("holds the values of mercatorTile as gray levels, opaque where there is data and transparent where there is none", async () => {
    const x = Uint32Array.of(0, 5, 9, 15);
    const y = Uint32Array.of(3, 6, 7, 12);
    for (const source of [globe, globeWithGaps]) {
      const { data, offsets } = await kernels.mercatorPngs(source, 4, x, y, scale);
      for (let i = 0; i < x.length; i++) {
        const file = data.subarray(offsets[i], offsets[i + 1]);
        const values = await kernels.mercatorTile(source, 4, x[i]!, y[i]!);
        const { pixels, channels, transparentGray } = decodePng(file);
        const missing = values.some((value) => Number.isNaN(value));
        expect(channels).toBe(1);
        expect(transparentGray !== undefined).toBe(missing);
        values.forEach((value, pixel) => {
          if (Number.isNaN(value) !== (pixels[pixel] === transparentGray)) throw new Error(`transparency of pixel ${pixel}`);
          // Ties of rounding may fall either way in single precision.
          const exact = ((value + 2) * 255) / 4;
          if (!Number.isNaN(value) && pixels[pixel] !== expectedLevel(value) && Math.abs(exact - Math.floor(exact) - 0.5) > 1e-4) {
            throw new Error(`level of pixel ${pixel}: ${pixels[pixel]} for ${value}`);
          }
        });
      }
    }
  });

  it("is transparent to an independent decoder exactly where there is no data", async () => {
    const { data } = await kernels.mercatorPngs(globeWithGaps, 3, Uint32Array.of(2), Uint32Array.of(3), scale);
    const values = await kernels.mercatorTile(globeWithGaps, 3, 2, 3);
    const context = createCanvas(256, 256).getContext("2d");
    context.drawImage(await loadImage(Buffer.from(data)), 0, 0);
    const seen = context.getImageData(0, 0, 256, 256).data;
    expect(values.some((value) => Number.isNaN(value))).toBe(true);
    values.forEach((value, i) => {
      if (seen[4 * i + 3] !== (Number.isNaN(value) ? 0 : 255)) throw new Error(`alpha of pixel ${i}`);
    });
  });

  it("keeps all 256 levels apart from no data when a tile uses them all", async () => {
    const ramp = globe.values.map((_, i) => (i >= 40 * 360 && i < 43 * 360 && i % 90 > 80 ? Number.NaN : ((i % 90) - 2 + i / 32400) / 87));
    const source = { ...globe, values: ramp };
    const { data } = await kernels.mercatorPngs(source, 2, Uint32Array.of(0), Uint32Array.of(1), { range: [0, 1] });
    const values = await kernels.mercatorTile(source, 2, 0, 1);
    const { pixels, channels } = decodePng(data);
    expect(channels).toBe(2);
    const levels = new Set<number>();
    values.forEach((value, i) => {
      if (pixels[2 * i + 1] !== (Number.isNaN(value) ? 0 : 255)) throw new Error(`alpha of pixel ${i}`);
      if (!Number.isNaN(value)) levels.add(pixels[2 * i]!);
    });
    expect(levels.size).toBe(256);
  });

  it("agrees with the reference pixel by pixel but for ties, in the order asked for", async () => {
    const x = Uint32Array.of(3, 0, 3);
    const y = Uint32Array.of(1, 2, 1);
    const [native, reference] = [
      await kernels.mercatorPngs(globeWithGaps, 2, x, y, scale),
      await referenceKernels.mercatorPngs(globeWithGaps, 2, x, y, scale),
    ];
    const file = (tiles: typeof native, i: number) => tiles.data.subarray(tiles.offsets[i], tiles.offsets[i + 1]);
    expect(file(native, 0)).toEqual(file(native, 2));
    for (let i = 0; i < 3; i++) {
      const [a, b] = [decodePng(file(native, i)), decodePng(file(reference, i))];
      const differing = a.pixels.filter((level, pixel) => Math.abs(level - b.pixels[pixel]!) > 1).length;
      expect(differing).toBe(0);
    }
  });

  it("gives no file for a tile without data", async () => {
    const region = grid(10, 10, [10, 10, 20, 20]);
    const { data, offsets } = await kernels.mercatorPngs(region, 3, Uint32Array.of(0, 4), Uint32Array.of(0, 3), scale);
    expect(offsets[1]).toBe(0);
    expect(offsets[2]).toBe(data.length);
    expect(data.length).toBeGreaterThan(100);
  });

  it("refuses a scale that is none and coordinates that do not pair", async () => {
    for (const set of [kernels, referenceKernels]) {
      const one = Uint32Array.of(0);
      await expect(set.mercatorPngs(globe, 0, one, one, { range: [1, 1] })).rejects.toThrow(InvalidParameterError);
      await expect(set.mercatorPngs(globe, 0, one, Uint32Array.of(0, 0), scale)).rejects.toThrow(InvalidParameterError);
    }
  });
});
