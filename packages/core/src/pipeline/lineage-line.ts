/** A step in words, e.g. `regrid@1 method=average`. */
export function lineageLine(step: string, parameters: Readonly<Record<string, unknown>>): string {
  const words = Object.keys(parameters)
    .sort()
    .map((key) => `${key}=${typeof parameters[key] === "object" ? JSON.stringify(parameters[key]) : String(parameters[key])}`);
  return [step, ...words].join(" ");
}
