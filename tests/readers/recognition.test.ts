import { open } from "node:fs/promises";
import { basename } from "node:path";
import type { ReaderPlugin } from "@geoanomaly/core";
import { emag2Csv } from "@geoanomaly/plugin-reader-emag2";
import { esriAscii } from "@geoanomaly/plugin-reader-esri";
import { geosoft } from "@geoanomaly/plugin-reader-geosoft";
import { geotiff } from "@geoanomaly/plugin-reader-geotiff";
import { gtx } from "@geoanomaly/plugin-reader-gtx";
import { egm96, gfc, icgemGrid } from "@geoanomaly/plugin-reader-icgem";
import { cof, shc } from "@geoanomaly/plugin-reader-magnetic-model";
import { netcdf } from "@geoanomaly/plugin-reader-netcdf";
import { surfer } from "@geoanomaly/plugin-reader-surfer";
import { table } from "@geoanomaly/plugin-reader-table";
import { tomofastObservations, ubcMesh, ubcModel, ubcObservations } from "@geoanomaly/plugin-reader-ubc";
import { expect, it } from "vitest";
import { dataFile } from "./data-folder.js";

const readers: readonly ReaderPlugin[] = [
  cof,
  egm96,
  emag2Csv,
  esriAscii,
  geosoft,
  geotiff,
  gfc,
  gtx,
  icgemGrid,
  netcdf,
  shc,
  surfer,
  table,
  tomofastObservations,
  ubcMesh,
  ubcModel,
  ubcObservations,
];

/** Readers in order of sureness, those that say no left out. */
async function recognisers(path: string): Promise<readonly string[]> {
  const file = await open(path);
  try {
    const { bytesRead, buffer } = await file.read(new Uint8Array(4096), 0, 4096, 0);
    return readers
      .map(({ id, recognise }) => ({ id, sureness: recognise(basename(path), buffer.subarray(0, bytesRead)) }))
      .filter(({ sureness }) => sureness > 0)
      .sort((a, b) => b.sureness - a.sureness)
      .map(({ id }) => id);
  } finally {
    await file.close();
  }
}

it.each([
  ["raglan/obs.mag", "ubc-observations"],
  ["raglan/mesh.msh", "ubc-mesh"],
  ["raglan/maginv3d.sus", "ubc-model"],
  ["hamersley/grav_observed_data.txt", "tomofast-observations"],
  ["formats/geosoft/loop3d_test_compressed.grd", "geosoft"],
  ["formats/geosoft/gxpy/mag.grd", "geosoft"],
  ["formats/harmonica/om_byte.grd", "geosoft"],
  ["formats/surfer/simple_surfer.grd", "surfer"],
  ["formats/generated/surfer6_binary.grd", "surfer"],
  ["formats/generated/surfer7.grd", "surfer"],
  ["formats/generated/esri_ascii.asc", "esri-ascii"],
  ["formats/generated/gmt_cf_v3_classic.grd", "netcdf"],
  ["formats/generated/gmt_nf.nc", "netcdf"],
  ["formats/generated/geotiff_nodata99999.tif", "geotiff"],
  ["formats/harmonica/icgem-sample.gdf", "icgem-grid"],
  ["gfc/EGM2008_120.gfc", "gfc"],
  ["mag-sh/IGRF14.shc", "shc"],
])("%s goes to %s", async (name, id) => {
  const path = dataFile(name, "genuine files, each to its reader");
  if (path) expect((await recognisers(path))[0]).toBe(id);
});

it.each(["formats/generated/gmt_native_bf.grd", "formats/ubc/simpeg_tutorial_gravity_data.obs", "raglan/inv.inp"])(
  "nobody claims %s",
  async (name) => {
    const path = dataFile(name, "files of formats that are not read");
    if (path) expect(await recognisers(path)).toEqual([]);
  },
);
