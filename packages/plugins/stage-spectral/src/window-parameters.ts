import type { JsonSchema, Parameters, SpectralWindow } from "@geoanomaly/core";

const WINDOWS: readonly SpectralWindow[] = ["gaussian", "butterworth", "cosine"];

export const WINDOW_PARAMETERS: Readonly<Record<string, JsonSchema>> = {
  window: { enum: WINDOWS, default: "gaussian", description: "How the gain passes from 1 to 0 around a cut-off" },
  order: { type: "integer", minimum: 1, maximum: 32, default: 4, description: "Of a Butterworth window" },
};

export function windowOf(given: Parameters): { readonly window: SpectralWindow; readonly order?: number } {
  const window = given.choice("window", WINDOWS) ?? "gaussian";
  const order = given.number("order", { min: 1, max: 32, integer: true });
  return { window, ...(window === "butterworth" && { order: order ?? 4 }) };
}
