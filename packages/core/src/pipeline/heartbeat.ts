import type { Kernels } from "../contracts/kernels.js";

/**
 * The same kernels, with a call of `beat` at the start and end of each kernel call. A plugin that computes through many calls
 * thereby shows that it is alive, although it reports no progress.
 */
export function withHeartbeat(kernels: Kernels, beat: () => void): Kernels {
  return beating(kernels, beat);
}

/** Families of kernels are objects of their own inside the set. */
function beating<T extends object>(kernels: T, beat: () => void): T {
  return new Proxy(kernels, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member === "object" && member !== null) return beating(member, beat);
      if (typeof member !== "function") return member;
      return (...parameters: unknown[]) => {
        beat();
        const result: unknown = Reflect.apply(member, target, parameters);
        if (result instanceof Promise) result.then(beat, beat);
        return result;
      };
    },
  });
}
