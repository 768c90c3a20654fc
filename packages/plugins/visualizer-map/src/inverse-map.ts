import type { MapFrame } from "./map-frame.js";

/** Where each pixel of a map lies on the Earth, degrees; longitude NaN where it lies on none. Row-major over the frame. */
export interface InverseMap {
  readonly longitude: Float32Array;
  readonly latitude: Float32Array;
}

/** Inverts the projection for the centre of every pixel. */
export function inverseMap(frame: MapFrame): InverseMap {
  return frame.kind === "world" ? alongParallels(frame) : pixelByPixel(frame);
}

/** Equal Earth is pseudocylindrical: parallels are straight and evenly divided, so one inversion serves a whole row. */
function alongParallels({ projection, x, y, width, height }: MapFrame): InverseMap {
  const longitude = new Float32Array(width * height).fill(Number.NaN);
  const latitude = new Float32Array(width * height).fill(Number.NaN);
  const middle = x + width / 2;
  const [rotation] = projection.rotate();
  for (let row = 0; row < height; row++) {
    const found = projection.invert!([middle, y + row + 0.5]);
    if (!found || Math.abs(found[1]) > 90) continue;
    const [quarter] = projection([90 - rotation, found[1]])!;
    const degreesPerPixel = 90 / (quarter - middle);
    for (let col = 0; col < width; col++) {
      const fromMiddle = (x + col + 0.5 - middle) * degreesPerPixel;
      if (Math.abs(fromMiddle) > 180) continue;
      longitude[row * width + col] = fromMiddle - rotation;
      latitude[row * width + col] = found[1];
    }
  }
  return { longitude, latitude };
}

function pixelByPixel({ projection, x, y, width, height }: MapFrame): InverseMap {
  const longitude = new Float32Array(width * height).fill(Number.NaN);
  const latitude = new Float32Array(width * height).fill(Number.NaN);
  for (let row = 0; row < height; row++) {
    for (let col = 0; col < width; col++) {
      const found = projection.invert!([x + col + 0.5, y + row + 0.5]);
      if (found) [longitude[row * width + col], latitude[row * width + col]] = found;
    }
  }
  return { longitude, latitude };
}
