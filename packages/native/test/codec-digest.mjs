// Prints instruction-set level and sha256 of what the codecs of the addon write: node codec-digest.mjs THREADS
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";

const addon = createRequire(import.meta.url)(fileURLToPath(new URL("../build/Release/gam_native.node", import.meta.url)));
const run = () => ({ threads: Number(argv[2]), control: new Int32Array(2) });
const [rows, cols] = [450, 900];
const values = new Float32Array(rows * cols);
for (let row = 0, state = 1; row < rows; row++) {
  for (let col = 0; col < cols; col++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    // Numbers of few bits: no sine whose last bit a library decides.
    values[row * cols + col] = Math.abs(((row * 7 + col * 3) % 400) - 200) / 64 - 2 + (state >>> 20) / 65536;
    if ((row >> 4) % 5 === 0 && (col >> 4) % 7 === 0) values[row * cols + col] = Number.NaN;
  }
}
const hash = createHash("sha256");
const frame = { rows, cols, west: -180, columnStep: 0.4, north: 90, rowStep: -0.4 };
for (const zoom of [0, 2, 4]) {
  const side = 2 ** zoom;
  const x = Uint32Array.from({ length: side * side }, (_, i) => i % side);
  const y = Uint32Array.from({ length: side * side }, (_, i) => Math.floor(i / side));
  hash.update((await addon.mercatorPngs(values, frame, zoom, x, y, -6, 6, 1, run())).data);
}
for (const predictor of [1, 2, 3]) {
  for (const stream of (await addon.floatBlocks([{ rows, cols, values }], 256, predictor, 9, run())).flat()) hash.update(stream);
}
const bytes = new Uint8Array(values.buffer);
for (let level = 0; level <= 9; level++) hash.update(await addon.deflate(bytes.subarray(0, 200000), level, run()));
hash.update(await addon.png(bytes.subarray(0, 250 * 400 * 4), 250, 400, 6, undefined, 6, run()));
console.log(addon.isa, hash.digest("hex"));
