import type { Feature, FeatureCollection } from "geojson";
import { graticule } from "./graticule.js";
import type { GrayTiles } from "./gray-tiles.js";
import type { GridCell } from "./grid-cell.js";
import {
  addProtocol,
  type GeoJSONSource,
  Map as MapLibreMap,
  NavigationControl,
  type RasterTileSource,
  ScaleControl,
} from "./vendor/maplibre-gl.mjs";

const PROTOCOL = "gam";
const PAPER = "#ffffff";
/** GeoJSON lines, relative to the page. */
const COASTLINES = "coastlines.geojson";
const EMPTY: FeatureCollection = { type: "FeatureCollection", features: [] };

export interface MapView {
  readonly map: MapLibreMap;
  /** Paints every tile anew in these colours. */
  recolour(palette: Uint32Array): void;
  setOpacity(fraction: number): void;
  showGraticule(shown: boolean): void;
  showCoastlines(shown: boolean): void;
  /** Outlines a cell. */
  select(cell: GridCell | undefined): void;
}

/** From here on the outline of a cell of 0.1 degree is large enough to see. */
const OUTLINE_ZOOM = 6;

/** The map: the archive's tiles painted in the page, coastlines, a graticule, and the outline of the inspected cell. Nothing is asked of another server. */
export function createMapView(
  container: HTMLElement,
  tiles: GrayTiles,
  zooms: { readonly min: number; readonly max: number },
  first: Uint32Array,
): MapView {
  let palette = first;
  let version = 0;
  addProtocol(PROTOCOL, async ({ url }) => {
    const [z, x, y] = url.slice(`${PROTOCOL}://`.length).split("?")[0]!.split("/").map(Number) as [number, number, number];
    return { data: await tiles.paint(z, x, y, palette) };
  });
  const address = () => `${PROTOCOL}://{z}/{x}/{y}?${version}`;

  const map = new MapLibreMap({
    container,
    center: [10, 15],
    zoom: 1,
    minZoom: 0,
    maxZoom: zooms.max + 3,
    maxPitch: 0,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    fadeDuration: 0,
    attributionControl: false,
    style: {
      version: 8,
      sources: {
        index: { type: "raster", tiles: [address()], tileSize: 256, minzoom: zooms.min, maxzoom: zooms.max },
        coastlines: { type: "geojson", data: new URL(COASTLINES, document.baseURI).href },
        graticule: { type: "geojson", data: graticule() },
        selection: { type: "geojson", data: EMPTY },
      },
      layers: [
        { id: "paper", type: "background", paint: { "background-color": PAPER } },
        { id: "index", type: "raster", source: "index", paint: { "raster-fade-duration": 0, "raster-resampling": "nearest" } },
        {
          id: "coastlines",
          type: "line",
          source: "coastlines",
          layout: { "line-join": "round" },
          paint: { "line-color": "#1c1c1c", "line-opacity": 0.85, "line-width": ["interpolate", ["linear"], ["zoom"], 0, 0.5, 7, 1.4] },
        },
        {
          id: "graticule",
          type: "line",
          source: "graticule",
          paint: {
            "line-color": "#222222",
            "line-opacity": ["case", ["get", "major"], 0.45, 0.18],
            "line-width": ["case", ["get", "major"], 1, 0.6],
          },
        },
        {
          id: "graticule-labels",
          type: "symbol",
          source: "graticule",
          filter: ["get", "major"],
          layout: {
            "symbol-placement": "line",
            "text-field": ["get", "label"],
            "text-font": ["sans-serif"],
            "text-size": 11,
            "symbol-spacing": 400,
          },
          paint: { "text-color": "#111111", "text-halo-color": "#ffffff", "text-halo-width": 1.6 },
        },
        // Far out a cell is smaller than a pixel: a ring shows where it is.
        {
          id: "selection-ring",
          type: "circle",
          source: "selection",
          filter: ["==", ["geometry-type"], "Point"],
          maxzoom: OUTLINE_ZOOM,
          paint: {
            "circle-radius": 8,
            "circle-color": "transparent",
            "circle-stroke-color": "#111111",
            "circle-stroke-width": 2.5,
          },
        },
        { id: "selection-halo", type: "line", source: "selection", paint: { "line-color": "#ffffff", "line-width": 5 } },
        { id: "selection", type: "line", source: "selection", paint: { "line-color": "#111111", "line-width": 2 } },
      ],
    },
  });
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new ScaleControl({ maxWidth: 120 }), "bottom-left");
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();

  // Not `isStyleLoaded`, which is false again whenever tiles are on their way.
  let ready = false;
  map.once("style.load", () => {
    ready = true;
  });
  const whenReady = (change: () => void) => (ready ? change() : map.once("style.load", change));
  const show = (shown: boolean, ...layers: readonly string[]) =>
    whenReady(() => {
      for (const layer of layers) map.setLayoutProperty(layer, "visibility", shown ? "visible" : "none");
    });
  return {
    map,
    recolour(next) {
      palette = next;
      version++;
      whenReady(() => map.getSource<RasterTileSource>("index")!.setTiles([address()]));
    },
    setOpacity(fraction) {
      whenReady(() => map.setPaintProperty("index", "raster-opacity", fraction));
    },
    showGraticule: (shown) => show(shown, "graticule", "graticule-labels"),
    showCoastlines: (shown) => show(shown, "coastlines"),
    select(cell) {
      whenReady(() => map.getSource<GeoJSONSource>("selection")!.setData(cell ? outline(cell) : EMPTY));
    },
  };
}

function outline({ west, south, east, north }: GridCell): FeatureCollection {
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  const feature = (geometry: Feature["geometry"]): Feature => ({ type: "Feature", properties: {}, geometry });
  return {
    type: "FeatureCollection",
    features: [
      feature({ type: "Polygon", coordinates: [ring] }),
      feature({ type: "Point", coordinates: [(west + east) / 2, (south + north) / 2] }),
    ],
  };
}
