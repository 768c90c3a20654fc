export { type Addon, AddonUnavailableError, loadAddon } from "./addon.js";
export { nativeKernels } from "./native-kernels.js";
export { type ThreadBudget, threadBudget } from "./threads.js";
