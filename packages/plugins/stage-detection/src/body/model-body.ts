import type { GridGeometry, Model } from "@geoanomaly/core";
import type { Footprint } from "./footprint.js";

/** Part of the strongest cell's value from which a cell counts as part of the body. */
const BODY = 0.5;

/** What a model has below a footprint. Depths in metres below the ground, positive down. */
export interface ModelBody {
  readonly depthTop: number;
  readonly depthBottom: number;
  /** Of the cells with at least half of the strongest contrast. */
  readonly volumeCubicMetres: number;
  /** Contrast times volume over all cells of its sign below the footprint; unit of the model times cubic metres. */
  readonly content: number;
}

/** Body of one sign below a footprint: the strongest cell's. `undefined` where the model has no contrast there or lies elsewhere. */
export function modelBody(
  { mesh, values }: Model,
  footprint: Footprint,
  { transform: [width, , west, , height, north] }: GridGeometry,
): ModelBody | undefined {
  const inside = new Set(footprint.rows.map((row, k) => row * 2 ** 20 + (footprint.cols[k] as number)));
  const [nx, ny, nz] = [mesh.easting.length, mesh.northing.length, mesh.downward.length];
  const below: { readonly top: number; readonly bottom: number; readonly volume: number; readonly value: number }[] = [];
  let y = mesh.origin.northing;
  for (let j = 0; j < ny; j++) {
    const dy = mesh.northing[j] as number;
    const row = Math.floor((y + dy / 2 - north) / height);
    y += dy;
    let x = mesh.origin.easting;
    for (let i = 0; i < nx; i++) {
      const dx = mesh.easting[i] as number;
      const col = Math.floor((x + dx / 2 - west) / width);
      x += dx;
      if (row < 0 || col < 0 || !inside.has(row * 2 ** 20 + col)) continue;
      let depth = 0; // counted from the first cell that is ground
      for (let k = 0; k < nz; k++) {
        const value = values[(k * ny + j) * nx + i] as number;
        if (Number.isNaN(value)) continue;
        const thickness = mesh.downward[k] as number;
        below.push({ top: depth, bottom: depth + thickness, volume: dx * dy * thickness, value });
        depth += thickness;
      }
    }
  }
  const strongest = below.reduce((most, { value }) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
  if (strongest === 0) return undefined;
  const body = below.filter(({ value }) => value / strongest >= BODY);
  return {
    depthTop: body.reduce((least, { top }) => Math.min(least, top), Number.POSITIVE_INFINITY),
    depthBottom: body.reduce((most, { bottom }) => Math.max(most, bottom), 0),
    volumeCubicMetres: body.reduce((sum, { volume }) => sum + volume, 0),
    content: below.reduce((sum, { value, volume }) => sum + (value / strongest > 0 ? value * volume : 0), 0),
  };
}
