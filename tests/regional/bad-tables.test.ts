import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { emptyFolder, gam } from "../cli/gam.js";
import { factsOfTask, manifestOf } from "./outputs.js";
import { type Project, writeProject } from "./project.js";

const HEADER = "longitude,latitude,elevation,gravity";
const ROWS = 200;

/** Gravity stations of a made-up valley: 20 x 10, lines of the file from 2 on. Heights in metres, values in mGal. */
const soundRows = (): string[] =>
  Array.from({ length: ROWS }, (_, i) => {
    const [x, y] = [i % 20, Math.floor(i / 20)];
    const height = 900 + 8 * x + 5 * y;
    return [10 + x * 0.01, 47 + y * 0.01, height, 980_000 - 0.2 * height + Math.sin(i)].map((value) => value.toFixed(5)).join(",");
  });

const parameters = {
  crs: "EPSG:4326",
  columns: { easting: "longitude", northing: "latitude", upward: "elevation", value: "gravity" },
  quantity: { functional: "gravity", unit: "mGal" },
  height: { datum: "geoid" },
};

const project = (more: object = {}, stages: object[] = []): Project =>
  ({
    job: "regional",
    name: "valley",
    frame: { crs: "EPSG:4326", spacing: 0.01 },
    surveys: { stations: { path: "stations.csv", reader: "table", parameters: { ...parameters, ...more }, stages } },
    layers: { map: { from: "stations", stages: [{ stage: "minimum-curvature" }] } },
    visualizers: { cog: false, figure: false, volume: false, vector: { readings: ["csv"] }, report: {} },
    outputs: { folder: "out" },
  }) as Project;

async function run(rows: readonly string[], of: Project, header = HEADER) {
  const folder = await emptyFolder();
  await writeFile(join(folder, "stations.csv"), `${[header, ...rows].join("\n")}\n`);
  await writeProject(join(folder, "gam.yaml"), of);
  return { ...(await gam(["run", "--offline"], { folder })), output: join(folder, "out") };
}

/** Edits of sound rows; `at` is the line of the file that is damaged, the header being line 1. */
const replaced = (rows: readonly string[], at: number, text: (row: string) => string) =>
  rows.map((row, i) => (i + 2 === at ? text(row) : row));
const inserted = (rows: readonly string[], at: number, text: string) => [...rows.slice(0, at - 2), text, ...rows.slice(at - 2)];

const swapped = (row: string) => {
  const [longitude, latitude, ...rest] = row.split(",");
  return [latitude, longitude, ...rest].join(",");
};
/** Heights in feet, from here to the end: a second sheet pasted below the first. */
const inFeet = (row: string) => {
  const [x, y, height, value] = row.split(",");
  return [x, y, (Number(height) / 0.3048).toFixed(5), value].join(",");
};
const inMetres = (row: string) => {
  const [longitude, latitude, ...rest] = row.split(",").map(Number) as [number, number, number, number];
  return [500_000 + 76_000 * (longitude - 9), 111_200 * latitude, ...rest].join(",");
};

interface Case {
  readonly rows: readonly string[];
  readonly kind: string;
  /** All damaged lines. */
  readonly lines: readonly number[];
}
const from = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => first + i);

const cases: Readonly<Record<string, Case>> = {
  "a header repeated in the middle": { rows: inserted(soundRows(), 77, HEADER), kind: "repeated-header", lines: [77] },
  "swapped coordinates": { rows: replaced(soundRows(), 40, swapped), kind: "swapped-coordinates", lines: [40] },
  "a unit written into a cell": {
    rows: replaced(soundRows(), 12, (row) => row.replace(/,([^,]*),([^,]*)$/, ",$1 ft,$2")),
    kind: "unit-in-cell",
    lines: [12],
  },
  "heights in feet below heights in metres": {
    rows: soundRows().map((row, i) => (i >= ROWS - 30 ? inFeet(row) : row)),
    kind: "mixed-units",
    lines: from(ROWS - 28, ROWS + 1),
  },
  "two rows in another CRS": {
    rows: replaced(replaced(soundRows(), 5, inMetres), 150, inMetres),
    kind: "crs-mismatch",
    lines: [5, 150],
  },
  "a row cut short": { rows: replaced(soundRows(), 99, (row) => row.slice(0, 12)), kind: "wrong-number-of-fields", lines: [99] },
};

/** As messages name them: the first five, and how many more. */
function named(lines: readonly number[]): string {
  const more = lines.length > 5 ? ` and ${lines.length - 5} more` : "";
  return `${lines.length === 1 ? "line" : "lines"} ${lines.slice(0, 5).join(", ")}${more}`;
}

const survey = (output: string) => factsOfTask(output, "valley", "survey:stations");
const published = (output: string) => readFileSync(join(output, "vectors/readings_stations.csv"), "utf8").trimEnd().split("\n").slice(1);

describe.each(Object.entries(cases))("%s", (_, { rows, kind, lines }) => {
  it("is found and named by its lines: GAM_INPUT_CORRUPT, status 7", async () => {
    const { status, errors, output } = await run(rows, project());
    expect(errors).toMatch(/survey:stations: GAM_INPUT_CORRUPT: .*stations\.csv: /);
    expect(errors).toContain(`stations.csv: ${named(lines)}: expected sound readings in every row`);
    expect(errors).toContain(`[${kind}] (${named(lines)}: `);
    expect(errors).not.toContain("    at ");
    expect(status).toBe(7);
    expect(() => manifestOf(output, "valley")).toThrow(/ENOENT/);
  });

  it("with onBadRow: skip is left out, named in facts and report, and every row is accounted for", async () => {
    const { status, errors, output } = await run(rows, project({ onBadRow: "skip" }));
    expect(status).toBe(0);
    expect(errors).toMatch(new RegExp(`stations\\.csv: left out .* \\(${named(lines)}\\)`));
    const { facts, data } = survey(output);
    expect(facts.badRows).toEqual([expect.objectContaining({ kind, count: lines.length, lines: lines.slice(0, 5) })]);
    expect([facts.rows, facts.readings]).toEqual([rows.length, rows.length - lines.length]);
    expect(data.statistics.count).toBe(facts.readings);
    const report = readFileSync(join(output, "report/valley.html"), "utf8");
    for (const line of lines.slice(0, 5)) expect(report).toMatch(new RegExp(`\\b${line}\\b`));
    expect(report).toContain(kind);
    // Each published reading says which line it came from: all lines but the header and the bad ones, each once.
    const kept = published(output).map((row) => Number(row.split(",").at(-1)));
    expect(kept).toEqual(from(2, rows.length + 1).filter((line) => !lines.includes(line)));
  });
});

it("a table all of whose coordinates are in another CRS is another file than said: refused even with onBadRow: skip", async () => {
  const { status, errors } = await run(soundRows().map(inMetres), project({ onBadRow: "skip" }));
  expect(errors).toContain(`[crs-mismatch] (${named(from(2, ROWS + 1))}: `);
  expect(status).toBe(7);
});

it("coordinates in degrees where the survey says metres are refused", async () => {
  const { status, errors } = await run(soundRows(), project({ crs: "EPSG:32632" }));
  expect(errors).toContain(`[crs-mismatch] (${named(from(2, ROWS + 1))}: `);
  expect(errors).toMatch(/look like degrees, not coordinates of EPSG:32632/);
  expect(status).toBe(7);
});

it("several kinds of damage are named in one message", async () => {
  const rows = inserted(replaced(soundRows(), 40, swapped), 77, HEADER);
  const { errors } = await run(rows, project());
  expect(errors).toContain(`stations.csv: lines 40, 77: `);
  expect(errors).toContain("[swapped-coordinates] (line 40: ");
  expect(errors).toContain("[repeated-header] (line 77: ");
});

describe("duplicate stations", () => {
  const [first = ""] = soundRows();
  const otherValue = first.replace(/\.\d+$/, ".99999");
  const rows = [...soundRows(), first, otherValue];

  it("are named with the lines of both readings, and left in", async () => {
    const { status, errors, output } = await run(rows, project());
    expect(status).toBe(0);
    expect(errors).toMatch(/2 readings repeat the place of an earlier one, 1 with another value \(lines 2 and 203; 2 and 202\)/);
    expect(survey(output).facts.duplicateStations).toMatchObject({ count: 2, different: 1 });
    expect(survey(output).data.statistics.count).toBe(ROWS + 2);
  });

  it("are merged by the stage duplicates, which counts and names them", async () => {
    const { status, output } = await run(rows, project({}, [{ stage: "duplicates" }]));
    expect(status).toBe(0);
    const { stages, data } = survey(output);
    const { before, after, facts } = stages[0];
    expect([before.count, after.count, data.statistics.count]).toEqual([ROWS + 2, ROWS, ROWS]);
    expect(JSON.stringify(facts)).toMatch(/\b202\b.*\b203\b/);
  });
});

it("a second survey that is sound goes on without the bad one: partial, status 3", async () => {
  const folder = await emptyFolder();
  await writeFile(join(folder, "good.csv"), `${[HEADER, ...soundRows()].join("\n")}\n`);
  await writeFile(join(folder, "stations.csv"), `${[HEADER, ...replaced(soundRows(), 40, swapped)].join("\n")}\n`);
  const both = project();
  const { stations } = both.surveys;
  await writeProject(join(folder, "gam.yaml"), {
    ...both,
    surveys: { good: { ...stations, path: "good.csv" }, stations: stations! },
    layers: { map: { from: "good", stages: [{ stage: "minimum-curvature" }] } },
  });
  const { status, errors } = await gam(["run", "--offline"], { folder });
  expect(errors).toMatch(/survey:stations: GAM_INPUT_CORRUPT: .*line 40/);
  expect(status).toBe(3);
  expect(manifestOf(join(folder, "out"), "valley").missing).toEqual(["survey:stations"]);
});
