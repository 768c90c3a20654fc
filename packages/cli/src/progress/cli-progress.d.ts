/** The part of cli-progress 3.12 that is used here; the package carries no types. */
declare module "cli-progress" {
  interface SingleBar {
    update(payload: Readonly<Record<string, string>>): void;
    update(value: number, payload: Readonly<Record<string, string>>): void;
  }
  interface Options {
    readonly format: string;
    readonly barCompleteChar: string;
    readonly barIncompleteChar: string;
    readonly barsize: number;
    readonly hideCursor: boolean;
    readonly clearOnComplete: boolean;
    readonly stream: NodeJS.WritableStream;
    readonly fps: number;
    readonly gracefulExit: boolean;
  }
  class MultiBar {
    constructor(options: Options);
    create(total: number, value: number, payload: Readonly<Record<string, string>>): SingleBar;
    log(text: string): void;
    update(): void;
    stop(): void;
  }
  const cliProgress: { readonly MultiBar: typeof MultiBar };
  export default cliProgress;
}
