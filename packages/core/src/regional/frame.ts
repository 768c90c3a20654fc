import type { RegionalConfiguration } from "../configuration/regional-schema.js";
import type { GridGeometry } from "../contracts/grid.js";
import { ResourceError } from "../errors.js";

/** Outer edges, in units of the CRS of the frame. */
export interface Extent {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** The part of the configuration that says where grids lie. */
export interface FrameParameters extends Pick<RegionalConfiguration["frame"], "crs" | "spacing"> {
  readonly bounds?: Extent;
  readonly memoryMegabytes: number;
  readonly degrade: boolean;
}

/** Grids that a task may hold at once: input, padded transforms, output. */
const GRIDS_AT_ONCE = 12;

/** Whole cells that cover an extent: bounds that a doubled spacing does not divide must not lose readings at their edges. */
const cellsAlong = (from: number, to: number, spacing: number) => Math.max(1, Math.ceil((to - from) / spacing - 1e-6));

/**
 * The grid of the frame: area registered, row 0 at the north, from the north-western corner of the bounds on.
 * @param readings Extent of the readings that span it, where no bounds are declared. Either is rounded outwards to whole cells.
 * @returns The grid, and in words by how much it is coarser than asked, if it had to be.
 * @throws ResourceError with numbers if it does not fit into memory and may not be made coarser.
 */
export function frameGrid(frame: FrameParameters, readings: Extent): { readonly grid: GridGeometry; readonly degraded?: string } {
  const { crs, memoryMegabytes, degrade } = frame;
  for (let { spacing } = frame; ; spacing *= 2) {
    const { west, south, east, north } = frame.bounds ?? {
      west: Math.floor(readings.west / spacing) * spacing,
      south: Math.floor(readings.south / spacing) * spacing,
      east: Math.ceil(readings.east / spacing) * spacing,
      north: Math.ceil(readings.north / spacing) * spacing,
    };
    const cols = cellsAlong(west, east, spacing);
    const rows = cellsAlong(south, north, spacing);
    const megabytes = (rows * cols * 4 * GRIDS_AT_ONCE) / 1e6;
    if (megabytes <= memoryMegabytes) {
      const grid: GridGeometry = { rows, cols, transform: [spacing, 0, west, 0, -spacing, north], registration: "area", crs };
      if (spacing === frame.spacing) return { grid };
      return { grid, degraded: `grids have cells of ${spacing} instead of ${frame.spacing}, to fit into ${memoryMegabytes} MB` };
    }
    if (!degrade) {
      throw new ResourceError(
        `frame: ${rows} x ${cols} cells of ${spacing} need about ${Math.ceil(megabytes)} MB, memoryMegabytes is ${memoryMegabytes}. ` +
          "Raise it, choose a larger frame.spacing, or pass --degrade",
      );
    }
  }
}
