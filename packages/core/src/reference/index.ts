import type { Kernels } from "../contracts/kernels.js";
import { analyse } from "./analysis.js";
import { correlation } from "./correlation.js";
import { deflate } from "./deflate.js";
import { detection } from "./detection/index.js";
import { floatBlocks } from "./float-blocks.js";
import { fuse } from "./fuse.js";
import { gravity } from "./gravity.js";
import { gridding } from "./gridding/index.js";
import { mercatorPngs, mercatorTile } from "./mercator.js";
import { overview } from "./overview.js";
import { parseNumbers } from "./parse-numbers.js";
import { png } from "./png.js";
import { potential } from "./potential/index.js";
import { regrid } from "./regrid.js";
import { robustZ } from "./robust-z.js";
import { spectral } from "./spectral/index.js";
import { statistics, tileStatistics } from "./statistics.js";
import { synthesise } from "./synthesis.js";
import { totalFieldAnomaly } from "./total-field-anomaly.js";

export { undeterminedError, type WholeSphere, wholeSphere } from "./analysis.js";
export { checkLevel } from "./deflate.js";
export { checkBands, checkComponents, checkSurrogate, checkSurrogateMaxima } from "./detection/index.js";
export { checkFloatBlocks } from "./float-blocks.js";
export { checkFuse, fusionTable } from "./fuse.js";
export { GRAVITY_FUNCTIONALS } from "./gravity.js";
export { checkLength, checkRegrid, checkRowWeights, checkSamples, tilesOf } from "./grid-arguments.js";
export {
  type CellFrame,
  cellFrame,
  checkColumns,
  checkCurvature,
  checkInverseDistance,
  checkPlaces,
  checkReadings,
  checkScale,
  checkSourceFit,
} from "./gridding/index.js";
export {
  checkOutput,
  checkSurface,
  degreeRange,
  disturbingModel,
  type Graticule,
  graticule,
  MAX_HARMONIC_DEGREE,
} from "./harmonic-request.js";
export { legendreFunctions } from "./legendre.js";
export { checkMercator, checkMercatorPngs } from "./mercator.js";
export { checkFactor } from "./overview.js";
export { checkParseNumbers } from "./parse-numbers.js";
export { checkPng, PNG_COLOURS } from "./png.js";
export {
  checkMatrix,
  checkMatrixOutput,
  checkTolerance,
  checkVector,
  compressedOperator,
  layerScales,
  MAX_HALVINGS,
  type SensitivityPlan,
  sampledStations,
  sensitivityPlan,
  type TerrainPlan,
  terrainPlan,
  tesseroidPlan,
  toeplitzLattice,
  waveletBases,
} from "./potential/index.js";
export { checkRobustZ } from "./robust-z.js";
export { checkPlaneGrid, type FilterRequest, filterRequest, halfSpectrum } from "./spectral/index.js";

/** The kernels in plain TypeScript: short and obvious, one thread, no addon. The oracle of the native ones, and their stand-in where none is built. */
export const referenceKernels: Kernels = {
  id: `reference-1 zlib-${process.versions.zlib}`,
  potential,
  spectral,
  gridding,
  detection,
  regrid,
  statistics,
  tileStatistics,
  robustZ,
  fuse,
  correlation,
  overview,
  mercatorTile,
  mercatorPngs,
  png,
  deflate,
  floatBlocks,
  parseNumbers,
  synthesise,
  gravity,
  totalFieldAnomaly,
  analyse,
};
