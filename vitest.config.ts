import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

export default defineConfig({
  cacheDir: ".cache/vite",
  test: {
    // No test asserts a time; a slow, shared machine only has to get there.
    testTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          environment: "node",
          include: ["{src,workers,tools,tests,bench}/**/*.test.ts"],
          exclude: ["src/ui/**"],
          setupFiles: ["tests/seededProperties.ts"],
        },
      },
      {
        extends: true,
        plugins: [svelte()],
        resolve: { conditions: ["browser"] },
        test: {
          name: "ui",
          environment: "./tests/clientEnvironment.ts",
          include: ["src/ui/**/*.test.ts"],
          setupFiles: ["tests/seededProperties.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "browser",
          environment: "node",
          include: ["e2e/**/*.test.ts"],
          globalSetup: ["e2e/serveBuilt.ts"],
          // Each file has a browser of its own with two models in it: more than two starve each other.
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
