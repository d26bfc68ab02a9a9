// Which folder may import which: the table behind the lint rule "house/arrows", tests/arrows.test.ts and the picture
// in ARCHITECTURE.md. The compiler keeps the same arrows for .ts files through the tsconfig of each folder.
import { posix, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/**
 * @typedef {object} Folder
 * @property {string} path below the repository; what lies deepest owns a file
 * @property {readonly string[]} imports other folders it may import from; itself always
 * @property {readonly string[]} packages npm packages it may import; `d3-*` means all that begin so
 * @property {readonly string[]} [starts] folders whose files it may start as workers, without importing them
 */

/** @type {readonly Folder[]} */
export const FOLDERS = [
  {
    path: "src/core",
    imports: [],
    packages: [
      "mdast",
      "mdast-util-from-markdown",
      "@zip.js/zip.js",
      "hyparquet",
      "hyparquet-compressors",
      "d3-dsv",
      "fflate",
      "zod",
      "@huggingface/jinja",
      "@cortex-js/compute-engine",
      "yaml",
    ],
  },
  { path: "src/contract", imports: ["src/core"], packages: [] },
  {
    path: "src/client",
    imports: ["src/contract", "src/core"],
    packages: ["comlink", "idb", "zod"],
    starts: ["workers"],
  },
  {
    path: "src/backends",
    imports: ["src/core"],
    packages: ["@huggingface/transformers", "onnxruntime-web", "onnxruntime-common"],
  },
  { path: "src/training", imports: ["src/core"], packages: ["@jax-js/*", "protobufjs"] },
  {
    path: "workers",
    imports: ["src/backends", "src/training", "src/contract", "src/core"],
    packages: ["comlink", "quickjs-emscripten-core", "@jitl/quickjs-wasmfile-release-sync"],
  },
  {
    path: "src/ui",
    imports: ["src/client", "src/contract", "src/core"],
    packages: ["svelte", "d3-*", "@fontsource-variable/*", "fflate", "zod", "virtua"],
  },
  { path: "src/ui/charts", imports: ["src/ui/format", "src/core"], packages: ["svelte", "d3-*"] },
  {
    path: "src/main.ts",
    imports: ["src/ui", "src/client", "src/core"],
    packages: ["svelte", "@fontsource-variable/*"],
  },
];

/** Whether a path is a folder or lies below it. @param {string} path @param {string} folder */
function within(path, folder) {
  return path === folder || path.startsWith(`${folder}/`);
}

/** The row that owns a file; undefined for tools, tests and the like, which are free. @param {string} path */
function ownerOf(path) {
  return FOLDERS.filter((folder) => within(path, folder.path)).sort(
    (a, b) => b.path.length - a.path.length,
  )[0];
}

/** @param {string} source @param {string} allowed */
function isPackage(source, allowed) {
  return allowed.endsWith("*") ? source.startsWith(allowed.slice(0, -1)) : within(source, allowed);
}

/**
 * What is wrong with an import; undefined where nothing is. Tests may import what they need.
 *
 * @param {string} file the importing file, below the repository, with forward slashes
 * @param {string} source what it imports, as written
 * @param {"import" | "start"} how "start" for `new URL(source, import.meta.url)`, which starts a worker
 * @returns {string | undefined}
 */
export function arrowProblem(file, source, how) {
  const owner = ownerOf(file);
  if (!owner || file.endsWith(".test.ts")) return undefined;
  const [bare = ""] = source.split("?");
  if (!bare.startsWith(".")) {
    if (how === "start" || owner.packages.some((allowed) => isPackage(bare, allowed))) return undefined;
    const list = owner.packages.join(", ") || "none";
    return `${owner.path} may not import the package "${bare}". It may import: ${list}.`;
  }
  const target = posix.join(posix.dirname(file), bare);
  const allowed = [owner.path, ...owner.imports, ...(how === "start" ? (owner.starts ?? []) : [])];
  if (allowed.some((folder) => within(target, folder))) return undefined;
  return `${owner.path} may not ${how} ${target}. It may import: ${owner.imports.join(", ") || "nothing outside itself"}.`;
}

/** @type {import("eslint").Rule.RuleModule} */
export const arrowsRule = {
  meta: {
    type: "problem",
    docs: { description: "keeps the import arrows between folders" },
    schema: [],
  },
  create(context) {
    const file = relative(ROOT, resolve(context.filename)).split(sep).join("/");
    /**
     * @param {import("estree").Node} node
     * @param {unknown} source
     * @param {"import" | "start"} how
     */
    const check = (node, source, how) => {
      const message = typeof source === "string" ? arrowProblem(file, source, how) : undefined;
      if (message) context.report({ node, message });
    };
    /** @param {any} node */
    const literal = (node) => (node?.type === "Literal" ? node.value : undefined);
    return {
      ImportDeclaration: (node) => check(node, node.source.value, "import"),
      ExportNamedDeclaration: (node) => check(node, node.source?.value, "import"),
      ExportAllDeclaration: (node) => check(node, node.source.value, "import"),
      ImportExpression: (node) => check(node, literal(node.source), "import"),
      TSImportType: (/** @type {any} */ node) =>
        check(node, literal(node.source ?? node.argument?.literal), "import"),
      'NewExpression[callee.name="URL"][arguments.1.object.type="MetaProperty"]': (
        /** @type {import("estree").NewExpression} */ node,
      ) => check(node, literal(node.arguments[0]), "start"),
    };
  },
};
