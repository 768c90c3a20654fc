import type { PluginContext } from "@geoanomaly/core";
import { FONT_STACK } from "./fonts.js";
import type { Drawing, Mark, PathStyle, TextStyle } from "./mark.js";
import { coordinate, rectangle } from "./path-data.js";
import { baselineShift, haloWidth } from "./text-metrics.js";

/**
 * The drawing as an SVG 1.1 file that needs nothing beside it: pictures are embedded as PNG, text is text. Title and description are those
 * of the drawing. Same drawing, same bytes.
 */
export async function svgFile(drawing: Drawing, context: PluginContext): Promise<Uint8Array> {
  const { width, height, title, description, marks } = drawing;
  const clips: string[] = [];
  const body = await elements(marks, clips, context);
  return new TextEncoder().encode(
    [
      `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height}"`,
      ` viewBox="0 0 ${width} ${height}" role="img" font-family="${escaped(FONT_STACK)}">\n`,
      `<title>${escaped(title)}</title>\n<desc>${escaped(description)}</desc>\n`,
      ...(clips.length > 0 ? [`<defs>${clips.join("")}</defs>\n`] : []),
      `<rect width="${width}" height="${height}" fill="#ffffff"/>\n`,
      body,
      "</svg>\n",
    ].join(""),
  );
}

async function elements(marks: readonly Mark[], clips: string[], context: PluginContext): Promise<string> {
  let body = "";
  for (const mark of marks) {
    context.signal.throwIfAborted();
    body += await element(mark, clips, context);
  }
  return body;
}

async function element(mark: Mark, clips: string[], context: PluginContext): Promise<string> {
  switch (mark.kind) {
    case "path":
      return `<path d="${mark.d}"${pathAttributes(mark)}/>\n`;
    case "text":
      return `<text${textAttributes(mark, mark.x, mark.y)}>${escaped(mark.text)}</text>\n`;
    case "image": {
      const { kernels, signal, threads } = context;
      const png = await kernels.png({ ...mark.raster, colour: "palette" }, { signal, threads });
      const place = `x="${coordinate(mark.x)}" y="${coordinate(mark.y)}" width="${coordinate(mark.width)}" height="${coordinate(mark.height)}"`;
      const data = `data:image/png;base64,${Buffer.from(png).toString("base64")}`;
      return `<image ${place} preserveAspectRatio="none" style="image-rendering:pixelated" xlink:href="${data}"/>\n`;
    }
    case "clip": {
      const id = `clip${clips.length + 1}`;
      clips.push(`<clipPath id="${id}"><path d="${rectangle(mark.box)}"/></clipPath>`);
      return `<g clip-path="url(#${id})">\n${await elements(mark.marks, clips, context)}</g>\n`;
    }
  }
}

function pathAttributes({ fill = "none", stroke, strokeWidth = 1, dash, opacity }: PathStyle): string {
  return attributes({
    fill,
    ...(stroke === undefined ? {} : { stroke, "stroke-width": coordinate(strokeWidth), "stroke-linejoin": "round" }),
    ...(dash ? { "stroke-dasharray": dash.map(coordinate).join(" ") } : {}),
    ...(opacity === undefined ? {} : { opacity: coordinate(opacity) }),
  });
}

function textAttributes(style: TextStyle, x: number, y: number): string {
  const { size = 12, weight, anchor = "start", rotate = 0, fill = "#222222", halo, opacity } = style;
  const turned = rotate === 0 ? {} : { transform: `rotate(${coordinate(rotate)} ${coordinate(x)} ${coordinate(y)})` };
  return attributes({
    x: coordinate(x),
    y: coordinate(y + baselineShift(style)),
    "font-size": coordinate(size),
    ...(weight === "bold" ? { "font-weight": "bold" } : {}),
    ...(anchor === "start" ? {} : { "text-anchor": anchor }),
    fill,
    ...(halo === undefined
      ? {}
      : { stroke: halo, "stroke-width": coordinate(haloWidth(size)), "paint-order": "stroke", "stroke-linejoin": "round" }),
    ...(opacity === undefined ? {} : { opacity: coordinate(opacity) }),
    ...turned,
  });
}

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(value)}"`)
    .join("");
}

function escaped(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
