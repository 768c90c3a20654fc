import type { Anomaly, Model, PointSet, Projection } from "@geoanomaly/core";
import { type Footprint, type Shape, shapeOf } from "./body/footprint.js";
import { type ModelBody, modelBody } from "./body/model-body.js";
import { outlineOf } from "./body/outline.js";
import { type ExcessMass, excessMass } from "./body/point-mass.js";
import { typeOf } from "./body/type-rules.js";
import { confidenceOf } from "./confidence.js";
import type { Field } from "./field.js";
import { metresPerUnit } from "./geometry.js";
import type { Layer } from "./layers.js";
import { reduced, significance } from "./null/null-maxima.js";
import type { SearchResult } from "./null/search.js";

/** Permeability of free space, T m/A, and teslas per nanotesla. */
const PERMEABILITY = 4e-7 * Math.PI;
const TESLA = 1e-9;

/** A layer with its bands, for what it says of an anomaly. */
export interface Witness extends Layer {
  /** Band values, one array per scale. */
  readonly bands: readonly Float32Array[];
}

export interface Surroundings {
  readonly field: Field;
  readonly found: SearchResult;
  readonly areas: Float64Array;
  readonly witnesses: readonly Witness[];
  readonly models: readonly { readonly name: string; readonly model: Model }[];
  /** Source depths, metres below the ground. */
  readonly sources: readonly { readonly name: string; readonly points: PointSet }[];
  readonly toGeographic: Projection | undefined;
  readonly fieldIntensity: number;
  readonly shallow: number;
}

/** Strongest band value inside a footprint, with its sign. */
function strongest(band: Float32Array, cells: Int32Array): number {
  let most = 0;
  for (const cell of cells) if (Math.abs(band[cell] as number) > Math.abs(most)) most = band[cell] as number;
  return most;
}

/** Mean of a layer to the one side of the long axis less that to the other, up to two widths away, over the layer's local deviation. */
function stepAcross({ values }: Layer, deviation: number, footprint: Footprint, shape: Shape, { geometry }: Field): number {
  const [width, , west, , height, north] = geometry.transform;
  const [east, up] = metresPerUnit(geometry, shape.northing);
  const strike = (shape.strike * Math.PI) / 180;
  const half = Math.sqrt(shape.areaSquareMetres / Math.PI / shape.elongation);
  const sums = { left: 0, right: 0, lefts: 0, rights: 0 };
  const { rows, cols } = footprint;
  const reach = Math.ceil((3 * half) / Math.min(Math.abs(width * east), Math.abs(height * up)));
  const seen = new Set<number>();
  const centre = { x: west + width * (mean(cols) + 0.5), y: north + height * (mean(rows) + 0.5) };
  rows.forEach((row, k) => {
    for (let i = Math.max(0, row - reach); i <= Math.min(geometry.rows - 1, row + reach); i++)
      for (let j = (cols[k] as number) - reach; j <= (cols[k] as number) + reach; j++) {
        const cell = i * geometry.cols + (((j % geometry.cols) + geometry.cols) % geometry.cols);
        const value = values[cell] as number;
        if (seen.has(cell) || Number.isNaN(value)) continue;
        seen.add(cell);
        const [dx, dy] = [(west + width * (j + 0.5) - centre.x) * east, (north + height * (i + 0.5) - centre.y) * up];
        const across = dx * Math.cos(strike) - dy * Math.sin(strike);
        if (Math.abs(across) < half || Math.abs(across) > 3 * half) continue;
        if (across > 0) [sums.right, sums.rights] = [sums.right + value, sums.rights + 1];
        else [sums.left, sums.lefts] = [sums.left + value, sums.lefts + 1];
      }
  });
  return sums.lefts > 0 && sums.rights > 0 ? (sums.right / sums.rights - sums.left / sums.lefts) / deviation : 0;
}

const mean = (list: Int32Array) => list.reduce((sum, value) => sum + value, 0) / list.length;

/** Median source depth of the solutions inside a footprint. */
function sourceDepth({ sources, field: { geometry } }: Surroundings, { cells }: Footprint) {
  const inside = new Set(cells);
  const [width, , west, , height, north] = geometry.transform;
  for (const { name, points } of sources) {
    const depths = [...points.values].filter((depth, k) => {
      const col = Math.floor(((points.easting[k] as number) - west) / width);
      const row = Math.floor(((points.northing[k] as number) - north) / height);
      return Number.isFinite(depth) && col >= 0 && col < geometry.cols && row >= 0 && inside.has(row * geometry.cols + col);
    });
    if (depths.length === 0) continue;
    depths.sort((a, b) => a - b);
    return {
      depth: depths[depths.length >> 1] as number,
      method: `median of ${depths.length} source depths of ${name} inside the footprint`,
    };
  }
  return undefined;
}

interface Content {
  readonly excessMassKilograms: number | null;
  readonly magneticMoment: number | null;
}

/** Mass or moment that a body in a model has; nothing for a property that is neither. */
function contentOf({ quantity }: Model, { content }: ModelBody, fieldIntensity: number): Content {
  const nothing = { excessMassKilograms: null, magneticMoment: null };
  if (quantity.functional === "density-contrast") return { ...nothing, excessMassKilograms: content };
  if (quantity.functional === "magnetisation") return { ...nothing, magneticMoment: content };
  if (quantity.functional === "susceptibility") return { ...nothing, magneticMoment: (content * fieldIntensity * TESLA) / PERMEABILITY };
  return nothing;
}

/** Everything the table says of one footprint but its id and its contributions. */
export function describeAnomaly(
  footprint: Footprint,
  peak: { readonly cell: number; readonly scale: number },
  around: Surroundings,
): Omit<Anomaly, "id" | "contributions"> {
  const { field, found, areas, witnesses, models, toGeographic, fieldIntensity, shallow } = around;
  const { geometry } = field;
  const shape = shapeOf(footprint, geometry, areas, (cell) => Math.abs(found.score[cell] as number));
  const score = found.score[peak.cell] as number;
  const said = (modality: "gravity" | "magnetic") => witnesses.filter((witness) => witness.modality === modality);
  const most = (modality: "gravity" | "magnetic") =>
    said(modality).reduce<number | undefined>((best, { bands }) => {
      const value = strongest(bands[peak.scale] as Float32Array, footprint.cells);
      return best === undefined || Math.abs(value) > Math.abs(best) ? value : best;
    }, undefined);
  const gravityLayer = said("gravity").find(({ quantity }) => quantity.unit === "mGal");
  const byGauss: ExcessMass | undefined = gravityLayer && excessMass(gravityLayer.values, geometry, footprint, shape, areas);
  const bodies = models.flatMap(({ name, model }) => {
    const body = model.mesh.crs === geometry.crs ? modelBody(model, footprint, geometry) : undefined;
    return body ? [{ name, body, ...contentOf(model, body, fieldIntensity) }] : [];
  });
  const first = bodies[0];
  const mass = bodies.find(({ excessMassKilograms }) => excessMassKilograms !== null)?.excessMassKilograms ?? null;
  const moment = bodies.find(({ magneticMoment }) => magneticMoment !== null)?.magneticMoment ?? null;
  const estimated = first ? undefined : sourceDepth(around, footprint);
  const methods = [
    first && `cells of ${first.name} with at least half of the strongest contrast below the footprint`,
    estimated?.method,
    mass === null && byGauss && "excess mass by Gauss's theorem from the gravity around",
  ].filter((method) => typeof method === "string");
  const depthTop = first?.body.depthTop ?? estimated?.depth ?? null;
  const gravity = most("gravity");
  const magnetic = most("magnetic");
  const { type, rule } = typeOf(
    {
      ...(gravity !== undefined && { gravity }),
      ...(magnetic !== undefined && { magnetic }),
      ...(gravityLayer && { step: stepAcross(gravityLayer, deviationOf(gravityLayer.values), footprint, shape, field) }),
      elongation: shape.elongation,
      depth: depthTop ?? byGauss?.depth ?? null,
    },
    shallow,
  );
  const [longitude, latitude] =
    geometry.crs === "EPSG:4326" ? [shape.easting, shape.northing] : (toGeographic?.forward(shape.easting, shape.northing) ?? [null, null]);
  return {
    easting: shape.easting,
    northing: shape.northing,
    longitude: longitude === null || Number.isNaN(longitude) ? null : longitude,
    latitude: latitude === null || Number.isNaN(latitude) ? null : latitude,
    depthTop,
    depthBottom: first?.body.depthBottom ?? null,
    depthMethod: methods.length > 0 ? methods.join("; ") : null,
    areaSquareMetres: shape.areaSquareMetres,
    volumeCubicMetres: first?.body.volumeCubicMetres ?? null,
    excessMassKilograms: mass ?? byGauss?.kilograms ?? null,
    magneticMoment: moment,
    score,
    significance: significance(found.maxima, Math.abs(score)),
    confidence: confidenceOf(reduced(found.maxima, Math.abs(score))),
    type,
    typeRule: rule,
    outline: outlineOf(footprint, geometry),
  };
}

/** Standard deviation of the finite samples. */
function deviationOf(values: Float32Array): number {
  const finite = values.filter(Number.isFinite);
  const average = finite.reduce((sum, value) => sum + value, 0) / finite.length;
  return Math.sqrt(finite.reduce((sum, value) => sum + (value - average) ** 2, 0) / finite.length);
}
