import { byId, element } from "./elements.js";
import { cellAt, type GridCell } from "./grid-cell.js";
import { describeOrigin } from "./layer-origin.js";
import { Mosaics } from "./mosaics.js";
import type { LayerDescription, RunDescription } from "./run-description.js";
import { tileIdAt } from "./tile-id.js";

/** Kilometres per degree of a great circle. */
const DEGREE_KM = 111.2;

/** A layer's number at the inspected cell: NaN for no data, an error where its mosaic could not be read. */
type Reading = { readonly layer: LayerDescription; readonly value: number | Error };

/** Shows what is known of one cell. */
export class Inspector {
  readonly #run: RunDescription;
  readonly #mosaics = new Mosaics();
  #latest = 0;

  constructor(run: RunDescription) {
    this.#run = run;
  }

  /** Reads and shows the cell that holds a place. @returns The cell; `undefined` outside of the grid. */
  async show(longitude: number, latitude: number): Promise<GridCell | undefined> {
    const mine = ++this.#latest;
    const target = byId("inspector");
    const cell = cellAt(longitude, latitude, this.#run.grid);
    if (cell === undefined) {
      target.replaceChildren(element("p", {}, "That place is outside of the grid."));
      return undefined;
    }
    target.dataset.state = "reading";
    const readings = await Promise.all(this.#run.layers.map((layer) => this.#read(layer, cell)));
    // A later click has its own answer.
    if (mine !== this.#latest) return cell;
    const open = new Set([...target.querySelectorAll<HTMLDetailsElement>("details[open]")].map(({ dataset }) => dataset.layer));
    target.replaceChildren(...this.#describe(cell, readings));
    for (const details of target.querySelectorAll("details")) details.open = open.has(details.dataset.layer);
    target.dataset.state = "ready";
    return cell;
  }

  async #read(layer: LayerDescription, cell: GridCell): Promise<Reading> {
    try {
      return { layer, value: await this.#mosaics.value(layer.mosaic, cell) };
    } catch (error) {
      return { layer, value: error instanceof Error ? error : new Error(String(error)) };
    }
  }

  #describe(cell: GridCell, readings: readonly Reading[]): Node[] {
    const { tileIds, tileSize, layers } = this.#run;
    const [longitude, latitude] = [(cell.west + cell.east) / 2, (cell.south + cell.north) / 2];
    const tileId = tileIdAt(longitude, latitude, tileSize);
    const inRun = tileIds.includes(tileId);
    const sidecarOf = ({ sidecar }: LayerDescription) => (inRun ? `../metadata/${tileId}_${sidecar}.json` : undefined);
    const present = readings.filter(({ layer, value }) => /_z$/.test(layer.layer) && typeof value === "number" && Number.isFinite(value));
    const names = present.map(({ layer }) => layers.find(({ layer: name }) => name === layer.sidecar)?.title ?? layer.title);
    const summary = element(
      "dl",
      { className: "summary" },
      element("dt", {}, "Centre of the cell"),
      element("dd", { id: "inspected-place" }, `${degrees(latitude, "N", "S")}, ${degrees(longitude, "E", "W")}`),
      element("dt", {}, "Tile"),
      element("dd", { id: "inspected-tile" }, inRun ? tileId : `${tileId} (not in this run)`),
      element("dt", {}, "Layers present"),
      element("dd", { id: "inspected-layers" }, names.length === 0 ? "none" : `${names.length}: ${names.join(", ")}`),
    );
    return [summary, ...readings.map((reading) => this.#describeReading(reading, sidecarOf(reading.layer)))];
  }

  #describeReading({ layer, value }: Reading, sidecar: string | undefined): HTMLElement {
    const shown = element("span", { className: "value" }, valueText(value, layer.unit));
    shown.dataset.layer = layer.layer;
    shown.dataset.value = String(value);
    const details = element(
      "details",
      { className: layer.layer === "fused" ? "reading fused" : "reading" },
      element("summary", {}, element("span", { className: "layer" }, layer.title), shown),
      element(
        "p",
        { className: "resolution" },
        `Finest detail the data carry: ${resolutionText(layer.effectiveResolution)}. ${layer.height}${layer.epoch ? `, epoch ${layer.epoch}` : ""}.`,
      ),
      describeOrigin(layer, this.#run, sidecar),
    );
    details.dataset.layer = layer.layer;
    return details;
  }
}

/** An angular resolution with its length on the ground. */
export function resolutionText(resolution: number): string {
  return `${Number(resolution.toPrecision(3))}\u00b0 (about ${Number((resolution * DEGREE_KM).toPrecision(2))} km)`;
}

function valueText(value: number | Error, unit: string): string {
  if (value instanceof Error) return "not readable";
  if (Number.isNaN(value)) return "no data";
  const digits = unit === "1" ? value.toFixed(3) : value.toFixed(2);
  return `${digits.replace("-", "\u2212")}${unit === "1" ? "" : ` ${unit}`}`;
}

function degrees(value: number, positive: string, negative: string): string {
  return `${Number(Math.abs(value).toFixed(4))}\u00b0 ${value < 0 ? negative : positive}`;
}
