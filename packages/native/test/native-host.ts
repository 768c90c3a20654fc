import { loadAddon } from "../lib/addon.js";
import type { KernelHost } from "../lib/run.js";

/** The addon with two threads, for wrappers that are tested one by one. */
export const nativeHost = (threads = 2): KernelHost => ({ addon: loadAddon(), threads });
