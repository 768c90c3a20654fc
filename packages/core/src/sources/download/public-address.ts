import { BlockList, isIP } from "node:net";

/** IPv4 ranges that are not the public internet: IANA special-purpose registry, multicast and reserved space. */
const IPV4_RANGES: readonly (readonly [network: string, prefix: number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
];

/** IPv6 ranges likewise; 2001::/32 and 2002::/16 tunnel IPv4 addresses of unknown nature. */
const IPV6_RANGES: readonly (readonly [network: string, prefix: number])[] = [
  ["::", 96],
  ["64:ff9b:1::", 48],
  ["100::", 64],
  ["2001::", 32],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["fc00::", 7],
  ["fe80::", 10],
  ["fec0::", 10],
  ["ff00::", 8],
];

/** Prefixes of 96 bits whose last 32 bits are an IPv4 address: mapped, and NAT64. */
const IPV4_IN_IPV6 = ["::ffff:", "64:ff9b::"];

const notPublic = new BlockList();
for (const [network, prefix] of IPV4_RANGES) {
  notPublic.addSubnet(network, prefix, "ipv4");
  for (const embedding of IPV4_IN_IPV6) notPublic.addSubnet(`${embedding}${network}`, 96 + prefix, "ipv6");
}
for (const [network, prefix] of IPV6_RANGES) notPublic.addSubnet(network, prefix, "ipv6");

/** Whether a literal IPv4 or IPv6 address (zone id allowed) is on the public internet. False for anything that is no address. */
export function isPublicAddress(address: string): boolean {
  const bare = address.replace(/^\[|\]$/g, "").replace(/%.*$/, "");
  const family = isIP(bare);
  if (family === 0) return false;
  return !notPublic.check(bare, family === 4 ? "ipv4" : "ipv6");
}
