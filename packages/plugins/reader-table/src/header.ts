import { crsDefinition, InvalidParameterError, type Unit, unitConversion } from "@geoanomaly/core";
import { type ColumnChoice, OWNER, type Role, type TableParameters } from "./table-parameters.js";

/** A role bound to a place in the row. */
export interface BoundColumn {
  readonly role: Role;
  readonly index: number;
  /** Name in the header. */
  readonly name: string;
  /** `cell * factor + offset` is in GAM's unit. */
  readonly factor: number;
  readonly offset: number;
}

/** A name of the header, with the unit in brackets that it may end in: `g_obs [mGal]`. */
function parts(cell: string): { readonly whole: string; readonly name: string; readonly unit: string | undefined } {
  const match = /^(.*?)\s*[[(]([^\])]+)[\])]$/.exec(cell.trim());
  return { whole: cell.trim(), name: match?.[1] || cell.trim(), unit: match?.[2] };
}

/** The unit a role's numbers must end up in; `undefined` where none applies. */
function targetUnit(role: Role, { geographic, quantity }: TableParameters): Unit | undefined {
  if (role === "easting" || role === "northing") return geographic ? "degree" : "m";
  if (role === "upward" || role === "ground") return "m";
  return role === "value" || role === "uncertainty" ? quantity.unit : undefined;
}

/** Factor of the column's unit, from the parameter or from the header, which must not contradict each other. @throws InvalidParameterError */
function unitFactor(choice: ColumnChoice, inHeader: string | undefined, target: Unit | undefined): number {
  if (target === undefined) return 1;
  const fromHeader = inHeader === undefined ? undefined : unitConversion(inHeader);
  if (choice.unit === undefined) {
    if (!fromHeader) return 1; // brackets that hold no unit are part of a name
    if (fromHeader.unit !== target)
      throw new InvalidParameterError(OWNER, choice.parameter, `a column in ${target}`, `${choice.name} in ${inHeader}`);
    return fromHeader.factor;
  }
  const told = unitConversion(choice.unit);
  if (told?.unit !== target) throw new InvalidParameterError(OWNER, `${choice.parameter}.unit`, `a unit of ${target}`, choice.unit);
  if (fromHeader && (fromHeader.unit !== told.unit || fromHeader.factor !== told.factor))
    throw new InvalidParameterError(OWNER, `${choice.parameter}.unit`, `${inHeader}, as the header says`, choice.unit);
  return told.factor;
}

/**
 * Finds each column the user names in the header: by its whole text, by its name without the unit in brackets, or by either whatever the case.
 * @throws InvalidParameterError for a name that is not there or stands there twice, and for units that contradict each other.
 */
export function bindColumns(header: readonly string[], table: TableParameters): readonly BoundColumn[] {
  const cells = header.map(parts);
  const find = ({ parameter, name }: ColumnChoice): number => {
    const lower = name.toLowerCase();
    const rules = [
      (cell: (typeof cells)[number]) => cell.whole === name,
      (cell: (typeof cells)[number]) => cell.name === name,
      (cell: (typeof cells)[number]) => cell.whole.toLowerCase() === lower || cell.name.toLowerCase() === lower,
    ];
    for (const rule of rules) {
      const hits = cells.flatMap((cell, index) => (rule(cell) ? [index] : []));
      if (hits.length > 1)
        throw new InvalidParameterError(OWNER, parameter, "a column of that name", `${name}, ${hits.length} times in the header`);
      if (hits.length === 1) return hits[0] as number;
    }
    throw new InvalidParameterError(OWNER, parameter, `one of ${header.join(", ")}`, name);
  };
  const { crs, geographic } = table;
  const metresPerUnit = crs === "local" || geographic ? 1 : crsDefinition(crs).metresPerUnit;
  // Coordinates whose unit is named come in metres, and a CRS may count in feet; without a name they are in units of the CRS.
  const crsUnit = (role: Role, { unit }: ColumnChoice, inHeader: string | undefined) =>
    (role === "easting" || role === "northing") && (unit ?? (inHeader && unitConversion(inHeader))) !== undefined ? metresPerUnit : 1;
  const value = table.columns.get("value") as ColumnChoice;
  const bound = [...table.columns].map(([role, choice]): BoundColumn => {
    const index = find(choice);
    const factor =
      (unitFactor(choice, cells[index]?.unit, targetUnit(role, table)) * choice.factor) / crsUnit(role, choice, cells[index]?.unit);
    return { role, index, name: header[index] as string, factor, offset: choice.offset };
  });
  // An uncertainty is in the unit of its value unless something says otherwise, and its sign is lost.
  const ofValue = bound.find(({ role }) => role === "value") as BoundColumn;
  return bound.map((column) => {
    const choice = table.columns.get(column.role) as ColumnChoice;
    if (column.role !== "uncertainty") return column;
    const own = choice.unit !== undefined || choice.factor !== 1 || cells[column.index]?.unit !== undefined;
    return { ...column, factor: Math.abs(own || value === choice ? column.factor : ofValue.factor) };
  });
}
