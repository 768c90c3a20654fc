export { type Addon, AddonUnavailableError, loadAddon } from "./addon.js";
export { onKernelProgress } from "./kernel-progress.js";
export { nativeKernels } from "./native-kernels.js";
export { fileSystemSync } from "./sync.js";
export { type ThreadBudget, threadBudget } from "./threads.js";
