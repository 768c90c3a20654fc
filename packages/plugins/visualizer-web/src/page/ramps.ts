/** Colours from the lowest to the highest value. */
export interface Ramp {
  readonly id: string;
  readonly title: string;
  /** `#rrggbb`, evenly spaced. */
  readonly colours: readonly string[];
}

/** Symmetric diverging ramps that stay apart under the common kinds of colour blindness; the first is that of all other products. */
export function ramps(own: readonly string[]): readonly Ramp[] {
  return [
    { id: "blue-red", title: "Blue to red", colours: own },
    {
      id: "green-purple",
      title: "Green to purple",
      colours: ["#0b5d2b", "#4c9f5a", "#a9d8a4", "#f6f6f3", "#cdb3d9", "#8f62a8", "#4d1a6b"],
    },
    {
      id: "blue-brown",
      title: "Blue-green to brown",
      colours: ["#004c45", "#2f8f87", "#93d0c6", "#f6f6f3", "#e0c48a", "#b07a2a", "#633a06"],
    },
  ];
}

/** Colour at `position` 0..1 of a ramp, sRGB bytes; linear between neighbours. */
export function rampColour({ colours }: Ramp, position: number): [red: number, green: number, blue: number] {
  const at = Math.min(1, Math.max(0, position)) * (colours.length - 1);
  const below = Math.min(Math.floor(at), colours.length - 2);
  const [from, to] = [parse(colours[below]!), parse(colours[below + 1]!)];
  const mix = (channel: 0 | 1 | 2) => Math.round(from[channel] + (to[channel] - from[channel]) * (at - below));
  return [mix(0), mix(1), mix(2)];
}

function parse(hex: string): [number, number, number] {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}
