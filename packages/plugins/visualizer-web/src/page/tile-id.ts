/** Id of the tile that holds a place, named by its south-west corner; the north pole and the antimeridian belong to the tile inside. */
export function tileIdAt(longitude: number, latitude: number, tileSize: number): string {
  const corner = (degrees: number, limit: number) => Math.min(Math.floor(degrees / tileSize) * tileSize, limit - tileSize);
  const south = corner(latitude, 90);
  const west = corner(wrapLongitude(longitude), 180);
  const name = (degrees: number, positive: string, negative: string, digits: number) =>
    `${degrees < 0 ? negative : positive}${String(Math.abs(degrees)).padStart(digits, "0")}`;
  return `t_${name(south, "N", "S", 2)}_${name(west, "E", "W", 3)}`;
}

/** The same meridian within -180..180, 180 excluded. */
export function wrapLongitude(longitude: number): number {
  return ((((longitude + 180) % 360) + 360) % 360) - 180;
}
