import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { build } from "vite";
import { buildTime } from "./buildTime";
import { bundleSizes } from "./bundleSizes";
import { LICENCES_FILE, thirdPartyLicences } from "./thirdPartyLicences";

/** A project with one installed package in its page, two in its worker, and one in neither. */
function project(folder: string): string {
  const root = join(folder, "project");
  const files: Record<string, string> = {
    "index.html": `<!doctype html><script type="module" src="./main.js"></script>`,
    "main.js": `import { shown } from "one";
      document.title = shown;
      new Worker(new URL("./worker.js", import.meta.url), { type: "module" });`,
    "worker.js": `import { said } from "two"; postMessage(said);`,
    "node_modules/one/index.js": `export const shown = globalThis.one ?? "one";`,
    "node_modules/two/index.js": `export { said } from "three";`,
    "node_modules/three/index.js": `export const said = globalThis.three ?? "three";`,
    "node_modules/absent/index.js": `export const never = "imported";`,
  };
  for (const name of ["one", "two", "three", "absent"]) {
    files[`node_modules/${name}/package.json`] = JSON.stringify({
      ...{ name, version: "1.0.0", license: "MIT", type: "module", exports: "./index.js" },
    });
    files[`node_modules/${name}/LICENSE`] = `Copyright (c) ${name}`;
  }
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

test.each([
  ["an absolute path outside the project", (folder: string) => join(folder, "elsewhere", "built")],
  ["a path relative to the project", () => "built"],
])("a build into %s is dated, measured and has its licences", async (_, outDirOf) => {
  const folder = mkdtempSync(join(tmpdir(), "absolute-out-dir-"));
  const root = project(folder);
  const outDir = outDirOf(folder);
  const licences = thirdPartyLicences();
  const began = Date.now();
  const print = vi.spyOn(console, "log").mockImplementation(() => undefined);
  await build({
    ...{ root, configFile: false, logLevel: "error" },
    plugins: [licences.page(), bundleSizes(), buildTime()],
    worker: { format: "es", plugins: () => [licences.worker()] },
    build: { outDir, emptyOutDir: true },
  });
  const [table = ""] = print.mock.calls.map(([text]) => String(text));
  print.mockRestore();
  const built = outDir === "built" ? join(root, "built") : outDir;
  const dated = statSync(join(built, "index.html")).mtimeMs;
  const notices = readFileSync(join(built, LICENCES_FILE), "utf8");
  rmSync(folder, { recursive: true });
  expect(dated).toBeGreaterThanOrEqual(began - 1);
  expect(table).toContain("index.html");
  expect(notices.match(/^Copyright \(c\) .*$/gm)).toEqual(
    ["one", "three", "two"].map((name) => `Copyright (c) ${name}`),
  );
});
