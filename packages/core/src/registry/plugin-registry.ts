import type { Plugin, PluginKind, PluginOf } from "../contracts/plugin.js";
import { InvalidPluginError, UnknownPluginError } from "../errors.js";
import type { Contribution } from "./manifest.js";

/** Where a plugin comes from. */
export interface PluginOrigin {
  readonly packageName: string;
  readonly packageVersion: string;
  /** Folder of the package. */
  readonly root: string;
}

export interface RegisteredPlugin extends Contribution, PluginOrigin {}

interface Entry {
  readonly plugin: RegisteredPlugin;
  readonly load: () => Promise<Plugin>;
  loaded?: Promise<Plugin>;
}

/** The plugins of one host. Knows them by manifest; imports the code of each on first use, once. */
export class PluginRegistry {
  readonly #entries = new Map<string, Entry>();

  /** @throws InvalidPluginError naming both packages if the kind and id are taken. */
  register(contribution: Contribution, origin: PluginOrigin, load: () => Promise<Plugin>): void {
    const key = `${contribution.kind}:${contribution.id}`;
    const other = this.#entries.get(key)?.plugin;
    if (other) {
      if (other.root === origin.root)
        throw new InvalidPluginError(origin.packageName, `declares ${contribution.kind} "${contribution.id}" twice`);
      throw new InvalidPluginError(
        origin.packageName,
        `${contribution.kind} "${contribution.id}" is already contributed by ${other.packageName} (${other.root}); remove one of the two`,
      );
    }
    this.#entries.set(key, { plugin: { ...contribution, ...origin }, load });
  }

  /** Sorted by kind and id. Imports nothing. */
  list(kind?: PluginKind): readonly RegisteredPlugin[] {
    return [...this.#entries.values()]
      .map(({ plugin }) => plugin)
      .filter((plugin) => kind === undefined || plugin.kind === kind)
      .sort((a, b) => (a.kind === b.kind ? compare(a.id, b.id) : compare(a.kind, b.kind)));
  }

  /**
   * The plugin object, imported on first use.
   * @throws UnknownPluginError listing what is installed; InvalidPluginError if its code is not what it declares.
   */
  async load<K extends PluginKind>(kind: K, id: string): Promise<PluginOf<K>> {
    const entry = this.#entries.get(`${kind}:${id}`);
    if (!entry) {
      throw new UnknownPluginError(
        kind,
        id,
        this.list(kind).map((plugin) => plugin.id),
      );
    }
    entry.loaded ??= entry.load();
    return (await entry.loaded) as PluginOf<K>;
  }

  /** All plugins of a kind, imported, sorted by id. */
  all<K extends PluginKind>(kind: K): Promise<PluginOf<K>[]> {
    return Promise.all(this.list(kind).map(({ id }) => this.load(kind, id)));
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
