import { type ChildProcess, fork } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CorruptInputError, UnreadableInputError } from "@geoanomaly/core";
import type { GdalRequest, GdalResponse, OpenedRaster, OpenRequest, ReadRequest } from "./protocol.js";

type Answer = Exclude<GdalResponse, { kind: "failed" }>;
type Question = OpenRequest | ReadRequest;

const HOW_TO_INSTALL =
  "the reader gdal needs the package gdal-async, built against the system's GDAL: install libgdal-dev and run node tools/setup-gdal.mjs, " +
  "or point GAM_GDAL at a folder with node_modules/gdal-async";

/** Folder that `tools/setup-gdal.mjs` builds into, if it did. */
function builtFolder(): string | undefined {
  const folder = join(process.cwd(), "node_modules/.cache/gam-gdal");
  return existsSync(join(folder, "node_modules/gdal-async")) ? folder : undefined;
}

/** The program of the child. Where the sources themselves are run, as tests do, it is the built one: Node runs no TypeScript. */
function program(): string {
  const [own, built] = ["./gdal-process.js", "../dist/gdal-process.js"].map((path) => fileURLToPath(new URL(path, import.meta.url))) as [
    string,
    string,
  ];
  return existsSync(own) ? own : built;
}

/** One raster in one child process. */
export class GdalClient {
  private readonly child: ChildProcess;
  private readonly waiting = new Map<number, { resolve(answer: Answer): void; reject(error: Error): void }>();
  private next = 0;

  constructor(private readonly path: string) {
    const folder = process.env.GAM_GDAL ?? builtFolder();
    this.child = fork(program(), {
      serialization: "advanced",
      env: { ...process.env, ...(folder !== undefined && { GAM_GDAL: folder }) },
      execArgv: [],
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    this.child.unref();
    this.child.channel?.unref();
    this.child.on("message", (response: GdalResponse) => this.settle(response));
    this.child.on("error", (error) => this.abandon(error.message));
    this.child.on("exit", (code, signal) => this.abandon(`the GDAL process ended (${signal ?? code})`));
  }

  async open(request: OpenRequest): Promise<OpenedRaster> {
    const answer = await this.ask(request);
    if (answer.kind !== "opened") throw new UnreadableInputError(this.path, "the GDAL process gave an answer to another question");
    return answer.raster;
  }

  async read(request: ReadRequest): Promise<Float64Array> {
    const answer = await this.ask(request);
    if (answer.kind !== "rows") throw new UnreadableInputError(this.path, "the GDAL process gave an answer to another question");
    return answer.values;
  }

  close(): void {
    this.child.kill();
  }

  private ask(question: Question): Promise<Answer> {
    const id = this.next++;
    return new Promise<Answer>((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      // While a question is open the process keeps the run alive, and not otherwise.
      this.child.channel?.ref();
      this.child.send({ ...question, id } satisfies GdalRequest, (error) => error && this.abandon(error.message));
    });
  }

  private settle(response: GdalResponse): void {
    const waiting = this.waiting.get(response.id);
    this.waiting.delete(response.id);
    if (this.waiting.size === 0) this.child.channel?.unref();
    if (!waiting) return;
    if (response.kind !== "failed") waiting.resolve(response);
    else if (response.stage === "load")
      waiting.reject(new UnreadableInputError(this.path, `${HOW_TO_INSTALL} (${response.message.split("\n", 1)[0]})`));
    else if (response.stage === "open") waiting.reject(new UnreadableInputError(this.path, `GDAL cannot open it: ${response.message}`));
    else waiting.reject(new CorruptInputError(this.path, "samples", "rows that GDAL can read", response.message));
  }

  /** The child is gone: nobody will answer. */
  private abandon(reason: string): void {
    for (const { reject } of this.waiting.values()) reject(new UnreadableInputError(this.path, reason));
    this.waiting.clear();
  }
}
