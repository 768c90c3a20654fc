import { totalmem } from "node:os";
import {
  coarsenMesh,
  GridMismatchError,
  InvalidParameterError,
  type InversionRequest,
  isGamError,
  type OperatorPlan,
  type PluginContext,
  ResourceError,
  type SensitivityRequest,
  type TensorMesh,
} from "@geoanomaly/core";
import { planOperator } from "../operators/plan-operator.js";
import { type InverterOptions, OWNER, type Property } from "../options/inverter-options.js";
import { numberCells } from "../regularisation/neighbours.js";
import { designFor, type Ground, groundOf } from "./layout-mesh.js";
import { type Readings, takeReadings } from "./readings.js";

/** One data set with the linear map it needs. */
export interface DataPart {
  readonly name: string;
  readonly property: Property;
  readonly readings: Readings;
  readonly request: SensitivityRequest;
  /** 1, or 3 for a magnetisation vector. */
  readonly components: number;
  /** Unknowns of its property. */
  readonly cols: number;
}

/** What an inversion is about to compute, before anything large is held. */
export interface Layout {
  readonly mesh: TensorMesh;
  readonly ground: Ground;
  /** Mesh index of each active cell, and back. */
  readonly cells: Uint32Array;
  readonly numbers: Uint32Array;
  readonly parts: readonly DataPart[];
  readonly properties: readonly Property[];
  readonly plan: OperatorPlan;
}

const PROPERTY_OF = { gravity: "density", magnetic: "susceptibility" } as const;

/** Cells must not be joined for ever: a mesh this small always fits. */
const SMALLEST_MESH = 8;

function layoutOn(mesh: TensorMesh, readings: readonly Readings[], request: InversionRequest, options: InverterOptions) {
  const ground = groundOf(mesh, request.topography);
  const { cells, numbers } = numberCells(ground.active);
  if (cells.length === 0) throw new GridMismatchError("a mesh with cells below the ground", "none");
  const whole = cells.length === ground.active.length;
  const parts = request.data.map(({ name, field, mainField }, i): DataPart => {
    if (field === "magnetic" && mainField === undefined)
      throw new InvalidParameterError(OWNER, `data.${name}.mainField`, "inclination, declination and intensity", "nothing");
    const vector = field === "magnetic" && options.magnetisation === "vector";
    const components = vector ? 3 : 1;
    return {
      name,
      property: PROPERTY_OF[field],
      readings: readings[i]!,
      components,
      cols: components * cells.length,
      request: {
        mesh,
        ...(!whole && { active: ground.active }),
        stations: readings[i]!.stations,
        field:
          mainField === undefined || field === "gravity"
            ? { kind: "gravity" }
            : { kind: vector ? "magnetic-vector" : "magnetic", mainField },
      },
    };
  });
  return { mesh, ground, cells, numbers, parts };
}

const widths = (mesh: TensorMesh) => `${mesh.easting.length} x ${mesh.northing.length} x ${mesh.downward.length} cells`;

/**
 * Readings, mesh, active cells and operator of a request.
 * @throws ResourceError with numbers where no operator fits and the options do not allow a coarser mesh.
 */
export function layOut(request: InversionRequest, options: InverterOptions, context: PluginContext): Layout {
  const [first] = request.data;
  if (first === undefined) throw new InvalidParameterError(OWNER, "data", "at least one data set", "none");
  const names = new Set(request.data.map(({ name }) => name));
  if (names.size < request.data.length)
    throw new InvalidParameterError(OWNER, "data", "data sets of different names", [...names].join(", "));
  const crs = request.mesh?.crs ?? first.points.crs;
  for (const { name, points } of request.data) {
    if (points.crs !== crs) throw new GridMismatchError(`readings of ${name} in the CRS of the mesh, ${crs}`, points.crs);
  }
  const readings = request.data.map((data) => takeReadings(data, options, request.topography));
  const asked = request.mesh ?? designFor(readings, request.topography, crs, options.mesh);
  const memoryBytes = request.memoryBytes ?? context.memoryBytes ?? totalmem() / 2;
  const properties = (["density", "susceptibility"] as const).filter((property) =>
    request.data.some(({ field }) => PROPERTY_OF[field] === property),
  );
  for (let mesh = asked; ; mesh = coarsenMesh(mesh)) {
    const layout = layoutOn(mesh, readings, request, options);
    const unknowns = properties.reduce((sum, property) => sum + (layout.parts.find((part) => part.property === property)?.cols ?? 0), 0);
    try {
      const plan = planOperator(mesh, unknowns, layout.parts, options, memoryBytes);
      if (mesh === asked) return { ...layout, properties, plan };
      const degraded = `${widths(asked)} do not fit into the memory; computed with ${widths(mesh)}`;
      context.logger.log("warn", degraded);
      return { ...layout, properties, plan: { ...plan, degraded } };
    } catch (error) {
      const small = mesh.easting.length * mesh.northing.length * mesh.downward.length <= SMALLEST_MESH;
      if (!options.degrade || small || !isGamError(error, "GAM_RESOURCE")) throw error;
      if (request.startingModel !== undefined || request.referenceModel !== undefined)
        throw new ResourceError(`${error.message}. A mesh that carries a reference or starting model cannot be made coarser`);
    }
  }
}
