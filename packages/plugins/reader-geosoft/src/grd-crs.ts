import { type Crs, crsByName, readSidecarText } from "@geoanomaly/core";

/** The projection of the data itself: not one quoted in the history of the grid, whose brackets are escaped. */
const PROJECTION = /<projection\s([^>]*)>/;
const attribute = (text: string, name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(text)?.[1];

function ofXml(xml: string): Crs | undefined {
  const attributes = PROJECTION.exec(xml)?.[1];
  if (attributes === undefined) return undefined;
  const code = attribute(attributes, "wellknown_epsg");
  if (code !== undefined && /^\d{4,6}$/.test(code)) return `EPSG:${Number(code)}`;
  return crsByName(attribute(attributes, "name") ?? "");
}

/** Names of systems as they stand in the binary metadata, which has no public description: only one that is unmistakable counts. */
function ofMetadata(bytes: string): Crs | undefined {
  const names = bytes.match(/[ -~]{5,80}/g) ?? [];
  const projected = new Set(names.filter((name) => name.includes(" / ")).map(crsByName));
  const geographic = new Set(names.filter((name) => !name.includes(" / ") && /^[A-Z]/.test(name)).map(crsByName));
  const found = [...(projected.size > 0 ? projected : geographic)].filter((crs) => crs !== undefined);
  return found.length === 1 && (projected.size > 0 || bytes.includes("dega")) ? found[0] : undefined;
}

/** CRS by the files that Geosoft's programs write beside a grid: `.grd.xml`, then `.grd.gi`. `undefined` where neither tells. */
export async function grdCrs(path: string): Promise<Crs | undefined> {
  const xml = await readSidecarText(`${path}.xml`);
  const found = xml && ofXml(xml);
  if (found) return found;
  const metadata = await readSidecarText(`${path}.gi`);
  return metadata ? ofMetadata(metadata) : undefined;
}
