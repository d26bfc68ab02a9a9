import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { ESLint } from "eslint";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { arrowProblem, FOLDERS } from "../tools/lint/arrows.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** The folders of which each has a project of the compiler. */
const PROJECTS = FOLDERS.filter(({ path }) => ts.sys.fileExists(join(ROOT, path, "tsconfig.json")));

/** How a file of one folder writes the import of a file of another. */
function pathBetween(from: string, to: string): string {
  return `${relative(join(ROOT, from), join(ROOT, to))}/planted-target`;
}

interface Project {
  options: ts.CompilerOptions;
  references: readonly ts.ProjectReference[];
}

function readProject(folder: string): Project {
  const path = join(ROOT, folder, "tsconfig.json");
  const { config } = ts.readConfigFile(path, (name) => ts.sys.readFile(name));
  const { options, projectReferences } = ts.parseJsonConfigFileContent(
    config,
    ts.sys,
    dirname(path),
    undefined,
    path,
  );
  return { options, references: projectReferences ?? [] };
}

/** What the compiler says about a folder whose only file is a planted one. Nothing is written to the disk. */
function compilerMessages(folder: string, text: string, targets: readonly string[]): string[] {
  const planted = join(ROOT, folder, "planted.ts");
  const texts = new Map([[planted, text]]);
  for (const target of targets) texts.set(join(ROOT, target, "planted-target.ts"), "export const x = 1;\n");
  const { options, references } = readProject(folder);
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (name) => texts.has(resolve(name)) || fileExists(name);
  host.readFile = (name) => texts.get(resolve(name)) ?? readFile(name);
  host.getSourceFile = (name, language, ...rest) => {
    const own = texts.get(resolve(name));
    return own === undefined
      ? getSourceFile(name, language, ...rest)
      : ts.createSourceFile(name, own, language);
  };
  const program = ts.createProgram({ rootNames: [planted], options, projectReferences: references, host });
  return [
    ...program.getOptionsDiagnostics(),
    ...program.getSemanticDiagnostics(program.getSourceFile(planted)),
  ].map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "));
}

describe("the compiler", () => {
  // src/ui is checked by svelte-check, which knows no composite projects: the lint rule keeps its arrows.
  const composite = PROJECTS.filter(({ path }) => readProject(path).options.composite);
  test.each(composite.map(({ path }) => path))("refuses every wrong import in %s", (path) => {
    const imports: readonly string[] = FOLDERS.find((folder) => folder.path === path)?.imports ?? [];
    const forbidden = PROJECTS.map((folder) => folder.path).filter(
      (other) =>
        other !== path && !other.startsWith(`${path}/`) && !imports.includes(other) && other !== "src/ui",
    );
    const text = forbidden.map((other) => `import "${pathBetween(path, other)}";\n`).join("");
    const messages = compilerMessages(path, text, forbidden);
    const listed = forbidden.filter((other) =>
      messages.some((message) =>
        message.includes(`${other}/planted-target.ts' is not listed within the file list`),
      ),
    );
    expect(listed).toEqual(forbidden);
  });

  test("knows neither document nor fetch nor self in core", () => {
    const messages = compilerMessages(
      "src/core",
      "document.title; fetch('x'); self.close(); structuredClone(1);",
      [],
    );
    expect(messages.filter((message) => message.startsWith("Cannot find name"))).toHaveLength(4);
  });

  test("has the references that the table allows, and no others", () => {
    const written = PROJECTS.map(({ path }) => [
      path,
      readProject(path)
        .references.map((reference) => relative(ROOT, reference.path))
        .sort(),
    ]);
    expect(written).toEqual(PROJECTS.map(({ path, imports }) => [path, [...imports].sort()]));
  });
});

describe("the lint rule", () => {
  const eslint = new ESLint({ cwd: ROOT });

  async function lintMessages(file: string, text: string): Promise<(string | null)[]> {
    const [result] = await eslint.lintText(text, { filePath: join(ROOT, file) });
    return result?.messages.map(({ ruleId }) => ruleId) ?? [];
  }

  test("refuses a wrong import in a Svelte file", async () => {
    const planted = (source: string): string => `<script lang="ts">import "${source}";</script>\n`;
    expect(await lintMessages("src/ui/views/Planted.svelte", planted("../../backends/onnx/model"))).toEqual([
      "house/arrows",
    ]);
    expect(await lintMessages("src/ui/views/Planted.svelte", planted("../../../workers/labService"))).toEqual(
      ["house/arrows"],
    );
    expect(await lintMessages("src/ui/views/Planted.svelte", planted("@huggingface/transformers"))).toEqual([
      "house/arrows",
    ]);
    expect(await lintMessages("src/ui/views/Planted.svelte", planted("../../core/model"))).toEqual([]);
  });

  test("refuses raw HTML and written styles in a Svelte file", async () => {
    expect(await lintMessages("src/ui/Planted.svelte", `{@html "<b>x</b>"}\n`)).toEqual([
      "svelte/no-at-html-tags",
    ]);
    expect(await lintMessages("src/ui/Planted.svelte", `<p style="color: red">x</p>\n`)).toEqual([
      "no-restricted-syntax",
    ]);
    expect(
      await lintMessages("src/ui/Planted.svelte", `<p style:color={Math.PI > 3 ? "red" : ""}>x</p>\n`),
    ).toEqual([]);
  });

  test("refuses draws that no seed repeats", async () => {
    expect(await lintMessages("tools/planted.ts", "export const draw = Math.random();\n")).toEqual([
      "no-restricted-properties",
    ]);
  });
});

describe("the table of arrows", () => {
  const wrong: [file: string, source: string][] = [
    ["src/core/a.ts", "../contract/lab"],
    ["src/core/divergence/kl.ts", "../../backends/table/model"],
    ["src/core/a.ts", "node:fs"],
    ["src/core/a.ts", "@jax-js/jax"],
    ["src/contract/lab.ts", "../client/laboratory"],
    ["src/client/a.ts", "../../workers/labService"],
    ["src/backends/onnx/a.ts", "../../training/llama"],
    ["src/training/a.ts", "../backends/table/model"],
    ["workers/a.ts", "../src/client/laboratory"],
    ["workers/a.ts", "../src/ui/strings"],
    ["src/ui/a.ts", "../training/llama"],
    ["src/ui/charts/a.ts", "../state/models.svelte"],
    ["src/ui/a.ts", "../../tools/headers.mjs"],
    ["src/main.ts", "./backends/onnx/model"],
  ];
  test.each(wrong)("refuses that %s imports %s", (file, source) => {
    expect(arrowProblem(file, source, "import")).toMatch(/may not import/);
  });

  const right: [file: string, source: string][] = [
    ["src/core/a.ts", "./b"],
    ["src/core/divergence/kl.ts", "../random"],
    ["src/client/a.ts", "../contract/lab"],
    ["workers/a.ts", "../src/backends/table/model"],
    ["src/backends/onnx/a.ts", "onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url"],
    ["src/ui/views/a.ts", "../charts/scales"],
    ["src/main.ts", "./ui/App.svelte"],
    ["src/ui/a.test.ts", "../backends/table/model"],
    ["tools/a.ts", "../src/training/llama"],
  ];
  test.each(right)("lets %s import %s", (file, source) => {
    expect(arrowProblem(file, source, "import")).toBeUndefined();
  });

  test("lets only the client start workers", () => {
    const worker = "../../workers/model.worker.ts";
    expect(arrowProblem("src/client/a.ts", worker, "start")).toBeUndefined();
    expect(arrowProblem("src/ui/a.ts", worker, "start")).toMatch(/may not start/);
  });
});
