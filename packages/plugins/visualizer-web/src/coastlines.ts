import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { MultiLineString, Position } from "geojson";
import { mesh } from "topojson-client";

/** A thousandth of a degree, 111 m: finer than the 1:50m map, and than a pixel of the archive's deepest zoom. */
const DECIMALS = 3;
/** South of all of Web Mercator (85.06 S): here the atlas closes Antarctica around the pole. */
const BEYOND_MAP = -86;

/**
 * Coastlines of the Earth (Natural Earth, 1:50m), `[longitude, latitude]` in degrees. The edges along which the atlas cuts land
 * at the antimeridian are no coast and left out; no line crosses from one side of the map to the other.
 */
export async function coastlines(): Promise<MultiLineString> {
  const file = createRequire(import.meta.url).resolve("world-atlas/land-50m.json");
  const { coordinates } = mesh(JSON.parse(await readFile(file, "utf8")) as Parameters<typeof mesh>[0]);
  return { type: "MultiLineString", coordinates: coordinates.flatMap((line) => coastOf(line.map(rounded))) };
}

function rounded(position: Position): Position {
  return position.map((degrees) => Number(degrees.toFixed(DECIMALS)));
}

/** The parts of an outline that are coast. */
function coastOf(outline: readonly Position[]): Position[][] {
  const parts: Position[][] = [];
  let part: Position[] = [];
  for (const [index, end] of outline.entries()) {
    const start = outline[index - 1];
    if (start === undefined || (onAntimeridian(start) && onAntimeridian(end)) || start[1]! < BEYOND_MAP) continue;
    const [from, to] = [onSideOf(start, end), onSideOf(end, start)];
    if (part.at(-1)?.join() !== from.join()) {
      part = [from];
      parts.push(part);
    }
    part.push(to);
  }
  return parts;
}

function onAntimeridian([longitude]: Position): boolean {
  return Math.abs(longitude!) === 180;
}

/** The same place; on the antimeridian, named 180 or -180 as its neighbour's side has it. */
function onSideOf(position: Position, neighbour: Position): Position {
  return onAntimeridian(position) ? [neighbour[0]! < 0 ? -180 : 180, position[1]!] : position;
}
