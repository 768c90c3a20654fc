import { type Model, type TensorMesh, UNIT_NAMES, type Unit } from "@geoanomaly/core";
import { meshEdges, uniformWidth } from "./mesh-edges.js";

type VtkArray = Float32Array | Float64Array | Uint8Array;
const TYPES = { float32: "Float32", float64: "Float64" } as const;

/** One array of the file: what the XML says of it, and its bytes, made when they are written. */
interface AppendedArray {
  readonly name: string;
  readonly type: "Float32" | "Float64" | "UInt8";
  readonly bytes: number;
  data(): VtkArray;
}

/** A VTK XML file: the head, then each array with its length in front, then the tail. */
export interface VtkDocument {
  /** `vti` for equal cells (ImageData), `vtr` otherwise (RectilinearGrid). */
  readonly extension: "vti" | "vtr";
  readonly head: string;
  readonly arrays: readonly AppendedArray[];
  readonly tail: string;
}

/** Facts that go with the file. */
export interface VtkFacts {
  readonly title: string;
  readonly cautions: readonly string[];
}

const inAttribute = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

/** Order of our cells to VTK's: both run east, then north; ours from the top, VTK's from the bottom. */
function fromBottom<A extends VtkArray>(
  values: Float64Array,
  { easting, northing, downward }: TensorMesh,
  out: A,
  of: (value: number) => number,
): A {
  const layer = easting.length * northing.length;
  for (let k = 0; k < downward.length; k++) {
    const from = k * layer;
    const to = (downward.length - 1 - k) * layer;
    for (let cell = 0; cell < layer; cell++) out[to + cell] = of(values[from + cell] as number);
  }
  return out;
}

/** Strings as VTK keeps them in XML: byte codes, a zero at the end. */
const fieldText = (name: string, text: string) =>
  `<DataArray type="String" Name="${name}" NumberOfTuples="1" format="ascii">${[...Buffer.from(text, "utf8"), 0].join(" ")}</DataArray>`;

/** Name of a cell array: what it is, and the unit in brackets; ASCII, since not every reader takes more. */
const arrayName = (what: string, unit: Unit) => (UNIT_NAMES[unit] === UNIT_NAMES["1"] ? what : `${what} [${unit}]`);

/**
 * A model as VTK XML, little-endian, arrays appended raw with 64-bit lengths. Cells that are not ground are NaN in every array and 0 in `active`.
 * @see VTK File Formats (VTK 4.2 and later), XML section: "ImageData", "RectilinearGrid", "AppendedData"
 */
export function vtkDocument(
  { mesh, quantity, values, uncertainty, resolution }: Model,
  precision: "float32" | "float64",
  facts: VtkFacts,
): VtkDocument {
  const cells = values.length;
  const numbers = (name: string, source: Float64Array): AppendedArray => ({
    name,
    type: TYPES[precision],
    bytes: cells * (precision === "float32" ? 4 : 8),
    data: () => fromBottom(source, mesh, precision === "float32" ? new Float32Array(cells) : new Float64Array(cells), (value) => value),
  });
  const cellArrays: AppendedArray[] = [
    numbers(arrayName(quantity.functional, quantity.unit), values),
    ...(uncertainty ? [numbers(arrayName("uncertainty", quantity.unit), uncertainty)] : []),
    ...(resolution ? [numbers("resolution", resolution)] : []),
    {
      name: "active",
      type: "UInt8",
      bytes: cells,
      data: () => fromBottom(values, mesh, new Uint8Array(cells), (value) => (Number.isNaN(value) ? 0 : 1)),
    },
  ];
  const steps = [mesh.easting, mesh.northing, mesh.downward].map(uniformWidth);
  const edges = meshEdges(mesh);
  const extent = [mesh.easting, mesh.northing, mesh.downward].map(({ length }) => `0 ${length}`).join(" ");
  const uniform = steps.every((step) => step !== undefined);
  const coordinates = uniform
    ? []
    : (["easting", "northing", "upward"] as const).map(
        (name): AppendedArray => ({ name, type: "Float64", bytes: 8 * edges[name].length, data: () => edges[name] }),
      );
  const arrays = [...coordinates, ...cellArrays];
  let offset = 0;
  const tags = arrays.map(({ name, type, bytes }) => {
    const tag = `<DataArray type="${type}" Name="${inAttribute(name)}" format="appended" offset="${offset}"/>`;
    offset += 8 + bytes;
    return tag;
  });
  const kind = uniform ? "ImageData" : "RectilinearGrid";
  const origin = [edges.easting, edges.northing, edges.upward].map((axis) => axis[0]).join(" ");
  const place = uniform ? ` Origin="${origin}" Spacing="${steps.join(" ")}"` : "";
  const fields = {
    title: facts.title,
    crs: mesh.crs,
    axes: "x east, y north, z up, metres",
    ...(facts.cautions.length > 0 && { cautions: facts.cautions.join(" ") }),
  };
  const head = [
    '<?xml version="1.0"?>',
    `<VTKFile type="${kind}" version="1.0" byte_order="LittleEndian" header_type="UInt64">`,
    `<${kind} WholeExtent="${extent}"${place}>`,
    "<FieldData>",
    ...Object.entries(fields).map(([name, text]) => fieldText(name, text)),
    "</FieldData>",
    `<Piece Extent="${extent}">`,
    ...(uniform ? [] : ["<Coordinates>", ...tags.slice(0, 3), "</Coordinates>"]),
    `<CellData Scalars="${inAttribute(cellArrays[0]!.name)}">`,
    ...tags.slice(coordinates.length),
    "</CellData>",
    "</Piece>",
    `</${kind}>`,
    '<AppendedData encoding="raw">',
    "_",
  ].join("\n");
  return { extension: uniform ? "vti" : "vtr", head, arrays, tail: "\n</AppendedData>\n</VTKFile>\n" };
}
