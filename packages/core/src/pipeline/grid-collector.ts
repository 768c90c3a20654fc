/** How much may be allocated outside of the JavaScript heap before it is looked what of it is still in use. */
const GROWTH_BYTES = 48e6;
const INTERVAL_MILLISECONDS = 200;

/**
 * Keeps a worker small. Grids, blocks and files live outside of the JavaScript heap, which the engine's collector hardly minds: it
 * lets hundreds of megabytes of dead ones pile up. Needs `--expose-gc`; does nothing without.
 */
export function collectGridsEarly(): void {
  const { gc } = globalThis;
  if (gc === undefined) return;
  let settled = 0;
  const timer = setInterval(() => {
    const { external } = process.memoryUsage();
    if (external < settled + GROWTH_BYTES) {
      settled = Math.min(settled, external);
      return;
    }
    gc();
    settled = process.memoryUsage().external;
  }, INTERVAL_MILLISECONDS);
  timer.unref();
}
