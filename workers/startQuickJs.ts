import type { QuickJsOptions } from "./quickJsSandbox";

/** A fresh interpreter from its compiled WebAssembly, which any number of interpreters can share. */
export async function startQuickJs(
  compiled: () => Promise<WebAssembly.Module>,
): ReturnType<QuickJsOptions["start"]> {
  const [core, { default: variant }, wasmModule] = await Promise.all([
    import("quickjs-emscripten-core"),
    import("@jitl/quickjs-wasmfile-release-sync"),
    compiled(),
  ]);
  const module = await core.newQuickJSWASMModuleFromVariant(core.newVariant(variant, { wasmModule }));
  return { module, intrinsics: core.DefaultIntrinsics };
}
