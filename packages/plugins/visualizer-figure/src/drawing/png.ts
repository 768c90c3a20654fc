import type { PluginContext } from "@geoanomaly/core";
import { type Canvas, createCanvas, Path2D, type SKRSContext2D } from "@napi-rs/canvas";
import { font, registerFonts } from "./fonts.js";
import type { Drawing, Mark, Raster } from "./mark.js";
import { baselineShift, haloWidth } from "./text-metrics.js";

/** The drawing as a PNG file, `pixelRatio` pixels for one of the drawing. Same drawing, same bytes. */
export async function pngFile({ width, height, marks }: Drawing, pixelRatio: number, context: PluginContext): Promise<Uint8Array> {
  const { kernels, signal, threads } = context;
  registerFonts();
  const canvas = createCanvas(Math.round(width * pixelRatio), Math.round(height * pixelRatio));
  const brush = canvas.getContext("2d");
  brush.scale(pixelRatio, pixelRatio);
  brush.fillStyle = "#ffffff";
  brush.fillRect(0, 0, width, height);
  brush.imageSmoothingEnabled = false;
  paint(brush, marks);
  signal.throwIfAborted();
  // Encoded by the kernels: their bytes do not change with the version of the canvas.
  const { data } = brush.getImageData(0, 0, canvas.width, canvas.height);
  return kernels.png({ rows: canvas.height, cols: canvas.width, colour: "rgb", pixels: opaquePixels(data) }, { signal, threads });
}

function paint(brush: SKRSContext2D, marks: readonly Mark[]): void {
  for (const mark of marks) {
    brush.save();
    paintOne(brush, mark);
    brush.restore();
  }
}

function paintOne(brush: SKRSContext2D, mark: Mark): void {
  switch (mark.kind) {
    case "path": {
      const outline = new Path2D(mark.d);
      brush.globalAlpha = mark.opacity ?? 1;
      brush.lineJoin = "round";
      if (mark.fill !== undefined && mark.fill !== "none") {
        brush.fillStyle = mark.fill;
        brush.fill(outline);
      }
      if (mark.stroke !== undefined) {
        brush.strokeStyle = mark.stroke;
        brush.lineWidth = mark.strokeWidth ?? 1;
        brush.setLineDash([...(mark.dash ?? [])]);
        brush.stroke(outline);
      }
      return;
    }
    case "text": {
      const { x, y, text, size = 12, weight, anchor = "start", rotate = 0, fill = "#222222", halo, opacity = 1 } = mark;
      brush.translate(x, y);
      brush.rotate((rotate * Math.PI) / 180);
      brush.globalAlpha = opacity;
      brush.font = font(size, weight);
      brush.textAlign = anchor === "middle" ? "center" : anchor;
      brush.textBaseline = "alphabetic";
      const down = baselineShift(mark);
      if (halo !== undefined) {
        brush.strokeStyle = halo;
        brush.lineWidth = haloWidth(size);
        brush.lineJoin = "round";
        brush.strokeText(text, 0, down);
      }
      brush.fillStyle = fill;
      brush.fillText(text, 0, down);
      return;
    }
    case "image":
      brush.drawImage(pictureOf(mark.raster), mark.x, mark.y, mark.width, mark.height);
      return;
    case "clip":
      brush.beginPath();
      brush.rect(mark.box.x, mark.box.y, mark.box.width, mark.box.height);
      brush.clip();
      paint(brush, mark.marks);
  }
}

function pictureOf({ rows, cols, pixels, palette }: Raster): Canvas {
  const canvas = createCanvas(cols, rows);
  const brush = canvas.getContext("2d");
  const image = brush.createImageData(cols, rows);
  for (let pixel = 0; pixel < pixels.length; pixel++) {
    const colour = 4 * pixels[pixel]!;
    image.data.set(palette.subarray(colour, colour + 4), 4 * pixel);
  }
  brush.putImageData(image, 0, 0);
  return canvas;
}

/** RGB triples of RGBA quadruples that are all opaque. */
function opaquePixels(rgba: Uint8ClampedArray): Uint8Array {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4) {
    rgb[to++] = rgba[from]!;
    rgb[to++] = rgba[from + 1]!;
    rgb[to++] = rgba[from + 2]!;
  }
  return rgb;
}
