/** Progress of the tools, on the error stream: results go to the output. */
export const say = (text) => process.stderr.write(`${text}\n`);

/** Runs a step and says how long it took, if that was long enough to notice. */
export async function step(name, run) {
  const started = performance.now();
  const result = await run();
  const seconds = (performance.now() - started) / 1000;
  if (seconds > 1) say(`${name}: ${seconds.toFixed(1)} s`);
  return result;
}
