import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { QuickJsSandbox } from "../../workers/quickJsSandbox";
import { startQuickJs } from "../../workers/startQuickJs";

const WASM = createRequire(import.meta.url).resolve("@jitl/quickjs-wasmfile-release-sync/wasm");

/** The page's own sandbox, with its WebAssembly from the disk. `onStart` is told of every interpreter. */
export function nodeSandbox(onStart: () => void = () => undefined): QuickJsSandbox {
  let compiled: Promise<WebAssembly.Module> | undefined;
  return new QuickJsSandbox({
    start: () => {
      onStart();
      return startQuickJs(() => (compiled ??= readFile(WASM).then((bytes) => WebAssembly.compile(bytes))));
    },
    clock: () => performance.now(),
  });
}
