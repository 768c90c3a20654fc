export interface ClassicVariable {
  readonly name: string;
  readonly dimensions: readonly number[];
  readonly type: "int16" | "float32" | "float64";
  readonly values: readonly number[];
  readonly attributes?: Readonly<Record<string, string | readonly number[]>>;
}

const TYPES = { int16: [3, 2], float32: [5, 4], float64: [6, 8] } as const;

/** A CDF-1 file, from the classic format specification. */
export function encodeClassicNetcdf(
  dimensions: readonly (readonly [name: string, length: number])[],
  variables: readonly ClassicVariable[],
  attributes: Readonly<Record<string, string | readonly number[]>> = {},
): Uint8Array {
  const word = (value: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return bytes;
  };
  const pad = (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
  const name = (text: string) => Buffer.concat([word(text.length), pad(Buffer.from(text))]);
  const doubles = (values: readonly number[]) => {
    const bytes = Buffer.alloc(8 * values.length);
    values.forEach((value, index) => {
      bytes.writeDoubleBE(value, 8 * index);
    });
    return bytes;
  };
  const list = (entries: Readonly<Record<string, string | readonly number[]>>) => {
    const found = Object.entries(entries);
    if (found.length === 0) return Buffer.concat([word(0), word(0)]);
    const encoded = found.map(([key, value]) =>
      typeof value === "string"
        ? Buffer.concat([name(key), word(2), word(value.length), pad(Buffer.from(value))])
        : Buffer.concat([name(key), word(6), word(value.length), doubles(value)]),
    );
    return Buffer.concat([word(12), word(found.length), ...encoded]);
  };
  const data = variables.map(({ type, values }) => {
    const bytes = Buffer.alloc(TYPES[type][1] * values.length);
    values.forEach((value, index) => {
      if (type === "int16") bytes.writeInt16BE(value, 2 * index);
      else if (type === "float32") bytes.writeFloatBE(value, 4 * index);
      else bytes.writeDoubleBE(value, 8 * index);
    });
    return pad(bytes);
  });
  const header = (begins: readonly number[]) =>
    Buffer.concat([
      Buffer.from("CDF\x01", "latin1"),
      word(0),
      word(10),
      word(dimensions.length),
      ...dimensions.map(([key, length]) => Buffer.concat([name(key), word(length)])),
      list(attributes),
      word(11),
      word(variables.length),
      ...variables.map((variable, index) =>
        Buffer.concat([
          name(variable.name),
          word(variable.dimensions.length),
          ...variable.dimensions.map(word),
          list(variable.attributes ?? {}),
          word(TYPES[variable.type][0]),
          word(data[index]?.length ?? 0),
          word(begins[index] ?? 0),
        ]),
      ),
    ]);
  let position = header(variables.map(() => 0)).length;
  const begins = data.map(({ length }) => {
    const at = position;
    position += length;
    return at;
  });
  return Buffer.concat([header(begins), ...data]);
}
