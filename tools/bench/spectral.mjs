// Upward continuation in the wavenumber domain against FFTW and scipy on grids of the same size, one after the other in one run.
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { time } from "./measure.mjs";

const THREADS = 2;

/** Median seconds of the FFTW peer, or undefined (and why, on stderr) where its headers are not installed. */
function fftw(peers, scratch) {
  mkdirSync(scratch, { recursive: true });
  const binary = join(scratch, "w2_fftw");
  const flags = [
    "-O3",
    "-march=native",
    "-ffast-math",
    join(peers, "w2_fftw.cpp"),
    "-lfftw3f",
    "-lfftw3f_threads",
    "-lpthread",
    "-o",
    binary,
  ];
  try {
    execFileSync("g++", flags, { stdio: "pipe" });
  } catch (error) {
    process.stderr.write(`no FFTW to compare with (Debian: libfftw3-dev): ${String(error.stderr).split("\n")[0]}\n`);
    return undefined;
  }
  return Number(/med (\S+) s/.exec(execFileSync(binary, [String(THREADS)], { encoding: "utf8" }))?.[1]);
}

/** Median seconds of scipy's float32 transforms by size. */
function scipy(peers, data) {
  const output = execFileSync("/usr/bin/python3", [join(peers, "w2_kernels.py"), data, "fft"], { encoding: "utf8", maxBuffer: 1 << 24 });
  const rows = output.split("\n").filter((line) => line.startsWith("{"));
  return new Map(rows.map((line) => JSON.parse(line)).map((row) => [row.name, row.wall_med]));
}

export async function benchSpectral({ data, peers, scratch, kernels }) {
  const rows = [];
  const report = (name, ours, peer, peerSeconds, goal) =>
    rows.push({
      name,
      ours_seconds: ours.median,
      ours_min: ours.min,
      ...(peerSeconds === undefined ? {} : { peer, peer_seconds: peerSeconds, ratio: peerSeconds / ours.median, goal }),
    });
  const wave = (length) => Float32Array.from({ length }, (_, i) => Math.sin(i * 0.37));
  const continuation = [{ kind: "upward-continuation", height: 5 }];
  const spacing = { east: 1, north: 1 };

  const square = { rows: 2048, cols: 2048 };
  const values = wave(2048 * 2048);
  const out = new Float32Array(values.length);
  const periodic = await time(() =>
    kernels.spectral.filter(values, square, spacing, continuation, { padding: "none", threads: THREADS, out }),
  );
  const peer = scipy(peers, data);
  const name = "upward continuation 2048 x 2048 float32, no padding";
  report(name, periodic, `FFTW threads=${THREADS}`, fftw(peers, scratch), "1 / 1.2");
  const square2 = `scipy.fft rfft2 upward continuation 2048^2 f4 workers=${THREADS}`;
  report(name, periodic, square2, peer.get(square2), 1);

  const globe = { rows: 1800, cols: 3600 };
  const whole = wave(1800 * 3600);
  const wholeOut = new Float32Array(whole.length);
  // A tenth on either side; the peer takes rows to 2400. One thread, as the peer.
  const padded = await time(() =>
    kernels.spectral.filter(whole, globe, spacing, continuation, { padding: { fraction: 0.1 }, threads: 1, out: wholeOut }),
  );
  const scipyPadded = "scipy.fft upward continuation 3600x1800 padded 4320x2400 f4 workers=1";
  report("upward continuation 3600 x 1800, plane off, padded to 4320 x 2160", padded, scipyPadded, peer.get(scipyPadded), 1);

  const gaps = whole.map((value, i) => (Math.floor(i / 3600) % 300 < 60 && i % 1200 < 300 ? Number.NaN : value));
  const filled = await time(() => kernels.spectral.filter(gaps, globe, spacing, continuation, { threads: THREADS, out: wholeOut }), 3);
  report("the same with gaps of 300 x 60 filled and the default padding, 2 threads", filled);
  return rows;
}
