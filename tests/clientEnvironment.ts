import type { Environment } from "vitest/runtime";

/** Node's globals, but modules are compiled and resolved as for a browser: Svelte's runes then react as on the page. */
export default {
  name: "client",
  viteEnvironment: "client",
  setup: () => ({ teardown: () => undefined }),
} satisfies Environment;
