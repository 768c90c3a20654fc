import { byId, element } from "./elements.js";
import { GrayTiles } from "./gray-tiles.js";
import { Inspector, resolutionText } from "./inspector.js";
import { drawLegend, labelLegend } from "./legend.js";
import { createMapView } from "./map-view.js";
import { type GrayScale, palette } from "./palette.js";
import { ramps } from "./ramps.js";
import type { RunDescription } from "./run-description.js";
import { wrapLongitude } from "./tile-id.js";

/** What the archive says of its gray levels. */
interface ArchiveMetadata extends GrayScale {
  readonly range: readonly [number, number];
}

async function start(): Promise<void> {
  const run = (await (await fetch("run.json")).json()) as RunDescription;
  describePage(run);

  const archive = new pmtiles.PMTiles(new URL(run.archive, document.baseURI).href);
  const header = await archive.getHeader();
  const metadata = (await archive.getMetadata()) as ArchiveMetadata;
  const choices = ramps(run.ramp);
  const controls = {
    ramp: byId<HTMLSelectElement>("ramp"),
    threshold: byId<HTMLInputElement>("threshold"),
    opacity: byId<HTMLInputElement>("opacity"),
    graticule: byId<HTMLInputElement>("graticule"),
    coastlines: byId<HTMLInputElement>("coastlines"),
  };
  controls.ramp.replaceChildren(...choices.map(({ id, title }) => element("option", { value: id }, title)));
  controls.threshold.max = String(Math.max(...metadata.range.map(Math.abs)));
  labelLegend(metadata.range);

  const chosen = () => {
    const ramp = choices.find(({ id }) => id === controls.ramp.value) ?? choices[0]!;
    const threshold = controls.threshold.valueAsNumber;
    byId("threshold-value").textContent = threshold.toFixed(1);
    drawLegend(ramp, threshold, metadata.range);
    return palette(ramp, threshold, metadata);
  };
  const view = createMapView(byId("map"), new GrayTiles(archive), { min: header.minZoom, max: header.maxZoom }, chosen());
  const status = byId("status");
  view.map.on("idle", () => {
    status.dataset.state = "idle";
    status.textContent = "";
  });
  view.map.on("dataloading", () => {
    status.dataset.state = "busy";
  });
  view.map.on("error", ({ error }) => {
    status.textContent = `Part of the map could not be read: ${error.message}`;
  });
  view.map
    .getCanvas()
    .setAttribute("aria-label", "Map of the anomaly index. Arrow keys move it, plus and minus zoom, Enter inspects its centre.");

  const recolour = () => view.recolour(chosen());
  controls.ramp.addEventListener("change", recolour);
  controls.threshold.addEventListener("input", recolour);
  controls.opacity.addEventListener("input", () => {
    byId("opacity-value").textContent = `${Math.round(controls.opacity.valueAsNumber * 100)} %`;
    view.setOpacity(controls.opacity.valueAsNumber);
  });
  controls.graticule.addEventListener("change", () => view.showGraticule(controls.graticule.checked));
  controls.coastlines.addEventListener("change", () => view.showCoastlines(controls.coastlines.checked));

  inspectOn(view, run);
}

/** Inspects on a click, on Enter over the map, and at a place that is typed in. */
function inspectOn(view: ReturnType<typeof createMapView>, run: RunDescription): void {
  const inspector = new Inspector(run);
  const place = { longitude: byId<HTMLInputElement>("longitude"), latitude: byId<HTMLInputElement>("latitude") };
  const inspect = async (longitude: number, latitude: number) => {
    place.longitude.value = wrapLongitude(longitude).toFixed(2);
    place.latitude.value = latitude.toFixed(2);
    view.select(await inspector.show(longitude, latitude));
    // Beside the map the panel scrolls by itself; below it, scrolling would take the map away.
    if (matchMedia("(min-width: 52.01rem)").matches) byId("inspector").scrollIntoView({ block: "nearest" });
  };
  view.map.on("click", ({ lngLat }) => inspect(lngLat.lng, lngLat.lat));
  view.map.getCanvas().addEventListener("keydown", ({ key }) => {
    const { lng, lat } = view.map.getCenter();
    if (key === "Enter") void inspect(lng, lat);
  });
  byId<HTMLFormElement>("place").addEventListener("submit", (event) => {
    event.preventDefault();
    const [longitude, latitude] = [place.longitude.valueAsNumber, place.latitude.valueAsNumber];
    view.map.jumpTo({ center: [longitude, Math.min(85, Math.max(-85, latitude))], zoom: Math.max(3, view.map.getZoom()) });
    void inspect(longitude, latitude);
  });
}

function describePage(run: RunDescription): void {
  document.title = run.synthetic ? `SYNTHETIC: ${run.title}` : run.title;
  byId("title").textContent = run.title;
  byId("synthetic").hidden = !run.synthetic;
  const inputs = run.layers.filter(({ functional, layer }) => functional !== "robust-z" && layer !== "fused");
  byId("method").textContent =
    `Robust z of each layer (normalisation: ${run.normalization}), fused by ${run.fusion}. The number has no unit: it counts robust standard deviations.`;
  byId("layers").replaceChildren(
    ...inputs.map(({ title, unit, effectiveResolution }) =>
      element("li", {}, element("strong", {}, title), ` (${unit}): finest detail ${resolutionText(effectiveResolution)}`),
    ),
  );
  const credits = new Set(run.layers.flatMap(({ sources }) => sources.map(({ citation, license }) => `${citation} (${license})`)));
  byId("credits").replaceChildren(...[...credits].map((credit) => element("li", {}, credit)));
}

start().catch((error: unknown) => {
  const status = byId("status");
  status.dataset.state = "failed";
  status.textContent = `The map could not be started: ${error instanceof Error ? error.message : String(error)}`;
});
