import { ExpectedError } from "../src/core/errors";

/**
 * Fetches and compiles a WebAssembly file of the page's own when it is first asked for; what failed is tried again.
 *
 * @throws ExpectedError "page-incomplete" where the file is not there
 */
export function compiledOnce(address: string): () => Promise<WebAssembly.Module> {
  let module: WebAssembly.Module | undefined;
  return async () => {
    if (module) return module;
    const response = await fetch(address).catch(() => undefined);
    if (!response?.ok) throw incomplete(address, `status ${response?.status ?? "none"}`);
    const bytes = await response.arrayBuffer();
    try {
      return (module = await WebAssembly.compile(bytes));
    } catch {
      throw incomplete(address, `${bytes.byteLength} bytes that are no WebAssembly`);
    }
  };
}

function incomplete(address: string, why: string): ExpectedError {
  const name = address.split("/").at(-1) ?? address;
  return new ExpectedError(
    "page-incomplete",
    `A file that the page brings along cannot be used: ${name} (${why}).`,
    "Reload the page; whoever serves it may have left the file out.",
  );
}
