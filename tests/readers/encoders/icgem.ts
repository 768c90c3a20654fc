export interface IcgemGridOptions {
  readonly west: number;
  readonly north: number;
  readonly step: number;
  /** Rows from the north. */
  readonly values: readonly (readonly number[])[];
  readonly functional?: string;
  readonly unit?: string;
  readonly gapValue?: string;
  /** Declared smallest and largest value; `false`: not declared. Default: what the rows hold, the gapvalue left out. */
  readonly extremes?: readonly [number, number] | false;
  readonly head?: readonly string[];
  /** Per sample; makes the format long_lat_height_value. */
  readonly heights?: readonly (readonly number[])[];
}

/** Text of an ICGEM grid. */
export function encodeIcgemGrid(options: IcgemGridOptions): string {
  const {
    west,
    north,
    step,
    values,
    functional = "gravity_disturbance",
    unit = "mgal",
    gapValue = "9999999.0000",
    head = [],
    heights,
  } = options;
  const [rows, cols] = [values.length, values[0]?.length ?? 0];
  const finite = values.flat().filter((value) => value !== Number(gapValue));
  const extremes = options.extremes ?? ([Math.min(...finite), Math.max(...finite)] as const);
  const lines = [
    "product_type gravity_field",
    "modelname TEST",
    "max_used_degree 360",
    "tide_system tide_free",
    `functional ${functional}`,
    `unit ${unit}`,
    `latlimit_north ${north}`,
    `latlimit_south ${north - (rows - 1) * step}`,
    `longlimit_west ${west}`,
    `longlimit_east ${west + (cols - 1) * step}`,
    `gridstep ${step}`,
    `latitude_parallels ${rows}`,
    `longitude_parallels ${cols}`,
    `number_of_gridpoints ${rows * cols}`,
    `gapvalue ${gapValue}`,
    ...(extremes ? [`maxvalue ${extremes[1]} ${unit}`, `minvalue ${extremes[0]} ${unit}`] : []),
    `grid_format ${heights ? "long_lat_height_value" : "long_lat_value"}`,
    ...(heights ? ["longitude latitude h_over_geoid value"] : []),
    ...head,
    "end_of_head ====",
  ];
  values.forEach((row, r) => {
    row.forEach((value, c) => {
      const place = `${(west + c * step).toFixed(4)} ${(north - r * step).toFixed(4)}`;
      lines.push(heights ? `  ${place} ${heights[r]?.[c]} ${value}` : `  ${place} ${value}`);
    });
  });
  return `${lines.join("\n")}\n`;
}

/** Text of an ICGEM model of degree 2: rows are given as they stand. */
export function encodeGfc(rows: readonly string[], head: Readonly<Record<string, string>> = {}): string {
  const keys = {
    product_type: "gravity_field",
    modelname: "TEST",
    earth_gravity_constant: "0.3986004415E+15",
    radius: "0.6378136300E+07",
    max_degree: "2",
    errors: "no",
    norm: "fully_normalized",
    tide_system: "tide_free",
    ...head,
  };
  const lines = Object.entries(keys).map(([key, value]) => `${key} ${value}`);
  return `Free text about the model.\n${lines.join("\n")}\nend_of_head ===\n${rows.join("\n")}\n`;
}
