import type { DecimalYear } from "../contracts/quantity.js";

/** The moment of a decimal year, to the second, RFC 3339 in UTC. */
export function startOfYear(epoch: DecimalYear): string {
  const year = Math.floor(epoch);
  const from = Date.UTC(year, 0, 1);
  const to = Date.UTC(year + 1, 0, 1);
  const second = Math.round((from + (epoch - year) * (to - from)) / 1000);
  return new Date(second * 1000).toISOString().replace(".000Z", "Z");
}
