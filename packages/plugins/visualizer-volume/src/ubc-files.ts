import type { Model, Quantity, TensorMesh } from "@geoanomaly/core";

/** What UBC programs take for a cell above the ground. */
const NO_DATA = -100;
const DIGITS = 9;

const shortest = (value: number) => String(+value.toPrecision(DIGITS));

/** Equal neighbours as `count*width`. */
function widths(values: Float64Array): string {
  const words: string[] = [];
  for (let start = 0, end = 0; start < values.length; start = end) {
    for (end = start + 1; end < values.length && values[end] === values[start]; ) end++;
    words.push(end - start > 1 ? `${end - start}*${values[start]}` : String(values[start]));
  }
  return words.join(" ");
}

/** Mesh file of UBC-GIF programs: counts; western, southern and upper edge; widths. */
export function ubcMeshFile({ origin, easting, northing, downward }: TensorMesh): string {
  return [
    `${easting.length} ${northing.length} ${downward.length}`,
    `${origin.easting} ${origin.northing} ${origin.upward}`,
    widths(easting),
    widths(northing),
    widths(downward),
    "",
  ].join("\n");
}

/** Ending of a model file, and factor from our unit to the one that programs expect behind it: density in g/cm3. */
export function ubcModelKind({ functional, unit }: Quantity): { readonly extension: "den" | "sus" | "mod"; readonly factor: number } {
  if (functional === "density-contrast" && unit === "kg/m3") return { extension: "den", factor: 1e-3 };
  return functional === "susceptibility" ? { extension: "sus", factor: 1 } : { extension: "mod", factor: 1 };
}

/** Model file: one value a line, depth fastest from the top, then easting, then northing. Nine digits. */
export function ubcModelFile({ mesh, quantity, values }: Model): string {
  const { factor } = ubcModelKind(quantity);
  const [east, north, down] = [mesh.easting.length, mesh.northing.length, mesh.downward.length];
  const lines = new Array<string>(values.length);
  let line = 0;
  for (let j = 0; j < north; j++) {
    for (let i = 0; i < east; i++) {
      for (let k = 0; k < down; k++) {
        const value = values[(k * north + j) * east + i] as number;
        lines[line++] = Number.isNaN(value) ? String(NO_DATA) : shortest(value * factor);
      }
    }
  }
  return `${lines.join("\n")}\n`;
}
