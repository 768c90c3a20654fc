import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ReaderPlugin } from "@geoanomaly/core";
import { describeExecutorContract, describeModalityContract, describeReaderContract, type ReaderSample } from "@geoanomaly/core/testing";
import { inline, local } from "@geoanomaly/plugin-executor-local";
import { gravity } from "@geoanomaly/plugin-modality-gravity";
import { esriAscii } from "@geoanomaly/plugin-reader-esri";
import { geosoft } from "@geoanomaly/plugin-reader-geosoft";
import { geotiff } from "@geoanomaly/plugin-reader-geotiff";
import { gtx } from "@geoanomaly/plugin-reader-gtx";
import { gfc, icgemGrid } from "@geoanomaly/plugin-reader-icgem";
import { netcdf } from "@geoanomaly/plugin-reader-netcdf";
import { surfer } from "@geoanomaly/plugin-reader-surfer";
import { ubcModel, ubcObservations } from "@geoanomaly/plugin-reader-ubc";
import { describe, it } from "vitest";

describeExecutorContract(inline);
describeExecutorContract(local, { options: { workers: 0 } });

describeModalityContract(gravity, { context: { readers: [gtx] }, request: { dataset: "egm96-geoid-embedded", options: {} } });

const data = process.env.GAM_DATA ?? fileURLToPath(new URL("../../../shared/data", import.meta.url));

/** Genuine files of each format. */
const readers: readonly (readonly [ReaderPlugin, string, Partial<ReaderSample>?])[] = [
  [icgemGrid, "icgem-gdf/satellitetoolbox/EGM96_gravity.gdf"],
  [gfc, "gfc/EGM2008_120.gfc"],
  [geotiff, "derived/EMM2017_crustal_TFA_UpCont4km_0p1deg.tif"],
  [geosoft, "formats/geosoft/loop3d_test_compressed.grd", { parameters: { crs: "EPSG:4326" } }],
  [surfer, "formats/generated/surfer7.grd", { parameters: { crs: "EPSG:4326" } }],
  [esriAscii, "formats/generated/esri_ascii.asc", { parameters: { crs: "EPSG:4326" } }],
  [ubcObservations, "raglan/obs.mag"],
  [ubcModel, "raglan/maginv3d.sus", { parameters: { mesh: "mesh.msh" }, detectsTruncation: false }], // cut, it lies without its mesh
  [netcdf, "fatiando-data/global-gravity-topography/earth-gravity-10arcmin.nc"],
];

if (existsSync(data)) {
  for (const [reader, path, more] of readers) describeReaderContract(reader, { samples: [{ path: join(data, path), ...more }] });
} else {
  console.warn(`SKIPPED: the reader contract on genuine files: ${data} is not there. Set GAM_DATA to a folder that holds them.`);
  describe("readers on genuine files", () => {
    it.skip("need the data folder", () => {});
  });
}
