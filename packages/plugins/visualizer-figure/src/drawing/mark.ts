/** A rectangle of the drawing, x to the right, y downwards. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How text stands at its place. */
export interface TextStyle {
  readonly size?: number;
  readonly weight?: "normal" | "bold";
  readonly anchor?: "start" | "middle" | "end";
  /** `top` and `middle` of the capitals; the default is the baseline. */
  readonly baseline?: "alphabetic" | "middle" | "top";
  /** Degrees, clockwise, about the place. */
  readonly rotate?: number;
  readonly fill?: string;
  /** Colour of an outline behind the letters, so that they can be read on any ground. */
  readonly halo?: string;
  readonly opacity?: number;
}

export interface PathStyle {
  readonly fill?: string;
  readonly stroke?: string;
  readonly strokeWidth?: number;
  readonly dash?: readonly number[];
  readonly opacity?: number;
}

/** One thing on a drawing. A drawing is data: SVG and PNG are made of the same marks. */
export type Mark =
  /** `d` as in SVG. */
  | ({ readonly kind: "path"; readonly d: string } & PathStyle)
  | ({ readonly kind: "text"; readonly x: number; readonly y: number; readonly text: string } & TextStyle)
  /** A picture of palette indexes, stretched to its box without smoothing. */
  | ({ readonly kind: "image"; readonly raster: Raster } & Box)
  /** What of the marks lies in the box. */
  | { readonly kind: "clip"; readonly box: Box; readonly marks: readonly Mark[] };

/** Row-major palette indexes, top row first. `palette`: RGBA quadruples. */
export interface Raster {
  readonly rows: number;
  readonly cols: number;
  readonly pixels: Uint8Array;
  readonly palette: Uint8Array;
}

/** A whole drawing with what a reader who cannot see it is told. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly description: string;
  readonly marks: readonly Mark[];
}

export const INK = "#222222";
export const FAINT = "#767676";
export const WARNING = "#b40426";

export function path(d: string, style: PathStyle): Mark {
  return { kind: "path", d, ...style };
}

export function text(x: number, y: number, content: string, style: TextStyle = {}): Mark {
  return { kind: "text", x, y, text: content, ...style };
}
