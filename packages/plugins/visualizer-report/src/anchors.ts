/** Where a thing stands in the report, unique for its kind and name, made of what an address may hold. */
export function anchor(kind: string, name: string): string {
  return `${kind}-${[...name].map((letter) => (/[A-Za-z0-9-]/.test(letter) ? letter : `_${letter.codePointAt(0)!.toString(16)}_`)).join("")}`;
}

/** Address of a file of the output folder, seen from the folder of the report. */
export function relativeLink(path: string): string {
  return `../${path.split("/").map(encodeURIComponent).join("/")}`;
}
