import { InvalidPluginError } from "../errors.js";

/** Version of the contracts in `contracts/`: the minor grows when something is added, the major when something breaks. */
export const CONTRACT_VERSION = "1.0";

function parse(version: string): readonly [major: number, minor: number] | undefined {
  const match = /^(\d+)\.(\d+)$/.exec(version);
  return match ? [Number(match[1]), Number(match[2])] : undefined;
}

/**
 * Can a host of contract `host` run a plugin built for `wanted`? Same major, minor not above the host's.
 * @throws InvalidPluginError that names the cure.
 */
export function checkContract(packageName: string, wanted: unknown, host = CONTRACT_VERSION): void {
  const plugin = typeof wanted === "string" ? parse(wanted) : undefined;
  if (!plugin) {
    throw new InvalidPluginError(packageName, `gam.contract: expected "major.minor" like "${host}", found ${JSON.stringify(wanted)}`);
  }
  const [hostMajor, hostMinor] = parse(host)!;
  const [major, minor] = plugin;
  if (major === hostMajor && minor <= hostMinor) return;
  const cure =
    major < hostMajor
      ? `install a newer ${packageName}: npm install ${packageName}@latest`
      : "install a newer GAM: npm install @geoanomaly/cli@latest";
  throw new InvalidPluginError(packageName, `built for contract ${wanted}, but this GAM has ${host}; ${cure}`);
}
