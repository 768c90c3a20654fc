import type { EncodedTiles, GridGeometry, Kernels } from "@geoanomaly/core";
import { checkMercator, checkMercatorPngs } from "@geoanomaly/core/reference";
import { type AddonRun, type KernelHost, run } from "./run.js";

/** A north-up grid as `src/binding/codec_mercator.cc` reads it. */
interface MercatorFrame {
  readonly rows: number;
  readonly cols: number;
  readonly west: number;
  readonly columnStep: number;
  readonly north: number;
  readonly rowStep: number;
}

declare module "./addon.js" {
  interface Addon {
    mercatorTile(
      values: Float32Array,
      frame: MercatorFrame,
      zoom: number,
      x: Uint32Array,
      y: Uint32Array,
      out: Float32Array,
      run: AddonRun,
    ): Promise<void>;
    mercatorPngs(
      values: Float32Array,
      frame: MercatorFrame,
      zoom: number,
      x: Uint32Array,
      y: Uint32Array,
      low: number,
      high: number,
      level: number,
      run: AddonRun,
    ): Promise<EncodedTiles>;
  }
}

const frame = ({ rows, cols, transform: [columnStep, , west, , rowStep, north] }: GridGeometry): MercatorFrame => ({
  rows,
  cols,
  west,
  columnStep,
  north,
  rowStep,
});

export const mercatorTile =
  (host: KernelHost): Kernels["mercatorTile"] =>
  async (source, zoom, x, y, options) => {
    checkMercator(source, zoom, [x], [y]);
    const out = new Float32Array(256 * 256);
    await run(host, options, (job) =>
      host.addon.mercatorTile(source.values, frame(source.geometry), zoom, Uint32Array.of(x), Uint32Array.of(y), out, job),
    );
    return out;
  };

/** Default level 1, as the reference. All files of a call are in memory at once: a large zoom level is best asked for in parts. */
export const mercatorPngs =
  (host: KernelHost): Kernels["mercatorPngs"] =>
  async (source, zoom, x, y, scale, options = {}) => {
    const { level = 1 } = options;
    checkMercator(source, zoom, x, y);
    checkMercatorPngs(scale, level);
    const [low, high] = scale.range;
    return run(host, options, (job) => host.addon.mercatorPngs(source.values, frame(source.geometry), zoom, x, y, low, high, level, job));
  };
