import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Tests run on the sources: an import of a package of ours is its TypeScript, never a stale build. */
export default defineConfig({
  resolve: {
    alias: [
      { find: /^@geoanomaly\/core$/, replacement: source("./packages/core/src/index.ts") },
      { find: /^@geoanomaly\/core\/([a-z-]+)$/, replacement: source("./packages/core/src/$1/index.ts") },
      { find: /^@geoanomaly\/native$/, replacement: source("./packages/native/lib/index.ts") },
      { find: /^@geoanomaly\/plugin-(.*)$/, replacement: source("./packages/plugins/$1/src/index.ts") },
      { find: /^@geoanomaly\/cli$/, replacement: source("./packages/cli/src/main.ts") },
    ],
  },
  test: {
    include: ["packages/**/test/**/*.test.ts", "tests/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**", "**/build/**"],
    pool: "forks",
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
