// The built packages that the detection campaign runs: the same code as `gam`.
export async function campaignTools() {
  const [core, { detect }, { nativeKernels }] = await Promise.all([
    import("../../packages/core/dist/index.js"),
    import("../../packages/plugins/stage-detection/dist/index.js"),
    import("../../packages/native/dist/index.js"),
  ]);
  return { core, detect, kernels: nativeKernels() };
}
