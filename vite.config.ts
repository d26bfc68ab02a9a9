import { resolve } from "node:path";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defaultClientConditions, defineConfig, type BuildEnvironmentOptions } from "vite";
import { ISOLATION_HEADERS } from "./tools/headers.mjs";
import { buildTime } from "./tools/vite/buildTime.ts";
import { bundleSizes } from "./tools/vite/bundleSizes.ts";
import { contentSecurityPolicy } from "./tools/vite/contentSecurityPolicy.ts";
import { offline } from "./tools/vite/offline.ts";
import { thirdPartyLicences } from "./tools/vite/thirdPartyLicences.ts";

/** Module files end in .js: not every static host knows that .mjs is JavaScript, and then it may not run. */
const bundles: BuildEnvironmentOptions["rolldownOptions"] = {
  checks: { pluginTimings: false },
  output: {
    assetFileNames: (asset) =>
      asset.names.some((name) => name.endsWith(".mjs"))
        ? "assets/[name]-[hash].js"
        : "assets/[name]-[hash][extname]",
  },
};

const licences = thirdPartyLicences();

export default defineConfig(({ command }) => ({
  base: "./",
  // A build prints its own table of sizes.
  logLevel: command === "build" ? "warn" : "info",
  cacheDir: ".cache/vite",
  plugins: [svelte(), contentSecurityPolicy(), licences.page(), offline(), bundleSizes(), buildTime()],
  resolve: {
    // The ONNX runtime's loader and WebAssembly stay files of their own: bundled into a worker, its threads would
    // each run that worker's script. src/backends/onnx hands the files' addresses to the runtime.
    conditions: ["onnxruntime-web-use-extern-wasm", ...defaultClientConditions],
    dedupe: ["onnxruntime-web", "onnxruntime-common"],
  },
  // What only workers import is found late, and finding it reloads the page: name it.
  optimizeDeps: {
    include: [
      "@huggingface/transformers",
      "onnxruntime-web/webgpu",
      "comlink",
      "quickjs-emscripten-core",
      "@jitl/quickjs-wasmfile-release-sync",
    ],
  },
  worker: { format: "es", rolldownOptions: bundles, plugins: () => [licences.worker()] },
  server: { headers: ISOLATION_HEADERS },
  preview: { headers: ISOLATION_HEADERS },
  build: {
    target: "es2023",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    chunkSizeWarningLimit: Infinity,
    rolldownOptions: { ...bundles, input: [resolve("index.html"), resolve("gallery.html")] },
  },
}));
