import { type OperatorPlan, ResourceError, type TensorMesh } from "@geoanomaly/core";
import type { InverterOptions, OperatorName } from "../options/inverter-options.js";
import type { DataPart } from "../setup/layout.js";
import { stationLattice } from "./station-lattice.js";

/** Float64 vectors of unknowns that the iterations and the model norm hold at one time, in bytes per unknown. */
const WORK_BYTES_PER_UNKNOWN = 400;
/** Dense products below this are so quick that nothing else is worth while. */
const SMALL_PAIRS = 2e7;
/** Non-zero coefficients of the compressed form, as a part of all, that are reckoned with before any is computed. */
const EXPECTED_FILL = 0.1;

const megabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(bytes < 100 * 2 ** 20 ? 1 : 0)} MiB`;

interface Candidate {
  readonly operator: OperatorName;
  readonly bytes: number;
  readonly reason: string;
  readonly possible: boolean;
}

/** Smallest length of at least `least` whose prime factors are 2, 3 and 5, as transforms like it. */
function transformLength(least: number): number {
  for (let length = least; ; length++) {
    let rest = length;
    for (const prime of [2, 3, 5]) while (rest % prime === 0) rest /= prime;
    if (rest === 1) return length;
  }
}

function toeplitzCandidate(mesh: TensorMesh, parts: readonly DataPart[]): Candidate {
  let bytes = 0;
  for (const { name, request, components } of parts) {
    const lattice = stationLattice(mesh, request.stations);
    if ("irregular" in lattice)
      return { operator: "toeplitz", bytes: 0, reason: `not possible for ${name}: ${lattice.irregular}`, possible: false };
    const [padEast, padNorth] = [
      transformLength(mesh.easting.length + lattice.easting - 1),
      transformLength(mesh.northing.length + lattice.northing - 1),
    ];
    bytes += 8 * components * mesh.downward.length * padEast * (Math.floor(padNorth / 2) + 1);
  }
  // The squared coefficients, for the weights, stand beside the operator while they are needed; transforms have their scratch.
  return {
    operator: "toeplitz",
    bytes: 3 * bytes,
    reason: "readings on a lattice at the pitch of equal cells: products by Fourier transform",
    possible: true,
  };
}

/**
 * Which operator all data sets use: the fastest of those that fit.
 * @throws ResourceError with the numbers of every choice, if the one asked for, or none, fits.
 */
export function planOperator(
  mesh: TensorMesh,
  unknowns: number,
  parts: readonly DataPart[],
  options: Pick<InverterOptions, "operator">,
  memoryBytes: number,
): OperatorPlan {
  const work = unknowns * WORK_BYTES_PER_UNKNOWN;
  const pairs = parts.reduce((sum, { request, cols }) => sum + request.stations.easting.length * cols, 0);
  const dense: Candidate = { operator: "dense", bytes: 4 * pairs, reason: `${pairs} coefficients in single precision`, possible: true };
  const toeplitz = toeplitzCandidate(mesh, parts);
  const compressed: Candidate = {
    operator: "compressed",
    bytes: 8 * EXPECTED_FILL * pairs,
    reason: `wavelet coefficients, reckoned as ${100 * EXPECTED_FILL} % of ${pairs}`,
    possible: true,
  };
  const free: Candidate = {
    operator: "matrix-free",
    bytes: 0,
    reason: `nothing held: ${pairs} coefficients computed for each product`,
    possible: true,
  };
  const order = toeplitz.possible && pairs > SMALL_PAIRS ? [toeplitz, dense, compressed, free] : [dense, toeplitz, compressed, free];
  const fits = ({ bytes, possible }: Candidate) => possible && bytes + work <= memoryBytes;
  const eligible = options.operator === "auto" ? order : order.filter(({ operator }) => operator === options.operator);
  const chosen = eligible.find(fits);
  const numbers = order.map(({ operator, bytes, possible, reason }) => `${operator} ${possible ? megabytes(bytes) : reason}`).join("; ");
  if (chosen === undefined) {
    throw new ResourceError(
      `No ${options.operator === "auto" ? "" : `${options.operator} `}operator fits into ${megabytes(memoryBytes)}: ` +
        `the iterations need ${megabytes(work)} for ${unknowns} unknowns, and beside them ${numbers}. ` +
        "Use larger cells, more memory or degrade: true",
    );
  }
  const why = options.operator === "auto" ? (chosen === order[0] ? "fastest of those that fit" : "fastest that fits") : "as asked for";
  return {
    operator: chosen.operator,
    bytes: chosen.bytes + work,
    reason: `${chosen.reason}; ${why} into ${megabytes(memoryBytes)}, of which ${megabytes(work)} are for the iterations`,
    alternatives: order
      .filter((candidate) => candidate !== chosen)
      .map((candidate) => ({
        operator: candidate.operator,
        bytes: candidate.possible ? candidate.bytes + work : 0,
        reason: candidate.possible ? `${candidate.reason}${fits(candidate) ? "" : "; does not fit"}` : candidate.reason,
      })),
  };
}
