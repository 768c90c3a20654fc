import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/** Version of the boundary this package's TypeScript was written for; `src/runtime/version.hpp` holds the addon's. */
const API_VERSION = 1;

/**
 * The compiled addon. Each wrapper in this folder declares the functions it calls, beside the call:
 * `declare module "./addon.js" { interface Addon { regrid(...): Promise<void> } }`.
 */
export interface Addon {
  readonly apiVersion: number;
  /** Identity of the arithmetic, e.g. `native-1`. */
  readonly kernelSet: string;
  /** Instruction-set level in use: `baseline`, `avx2` or `avx512`. */
  readonly isa: string;
}

/** The native kernels are not there or not usable. The reference kernels can do all the work, slower. */
export class AddonUnavailableError extends Error {
  readonly code = "GAM_ADDON_UNAVAILABLE";
}

const require = createRequire(import.meta.url);
let loaded: Addon | undefined;

/** @throws AddonUnavailableError naming the file, the reason and the command that fixes it. */
export function loadAddon(): Addon {
  loaded ??= loadFrom(fileURLToPath(new URL("../build/Release/gam_native.node", import.meta.url)));
  return loaded;
}

/** {@link loadAddon} of another file, not remembered. */
export function loadFrom(path: string): Addon {
  const fix = "Run `npm run build-native`";
  if (!existsSync(path)) throw new AddonUnavailableError(`Native kernels are not built: ${path} is missing. ${fix}.`);
  let addon: Addon;
  try {
    addon = require(path) as Addon;
  } catch (cause) {
    throw new AddonUnavailableError(`Native kernels at ${path} cannot be loaded: ${String(cause)}. ${fix}.`, { cause });
  }
  if (addon.apiVersion !== API_VERSION) {
    throw new AddonUnavailableError(
      `Native kernels at ${path} speak version ${String(addon.apiVersion)} of the boundary, expected ${API_VERSION}. ${fix}.`,
    );
  }
  return addon;
}
