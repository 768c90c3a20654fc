/** Where a command prints, what it may read of its surroundings, and how it ends. Tests bring their own. */
export interface Terminal {
  /** Results. */
  print(line: string): void;
  /** Errors, warnings and progress. */
  warn(line: string): void;
  /** Raw stream of progress displays. */
  readonly errorStream: NodeJS.WritableStream;
  /** Is a person watching the error stream? */
  readonly interactive: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Exit status of a command that ends without an error but not with 0; see EXIT_CODES. */
  exitCode: number;
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") process.exit(0); // whoever read us has seen enough, e.g. `gam plugins | head`
      throw error;
    });
  }
  return {
    print: (line) => void process.stdout.write(`${line}\n`),
    warn: (line) => void process.stderr.write(`${line}\n`),
    errorStream: process.stderr,
    interactive: process.stderr.isTTY === true,
    environment: process.env,
    exitCode: 0,
  };
}
