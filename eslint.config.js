import js from "@eslint/js";
import { defineConfig } from "eslint/config";
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";
import svelteConfig from "./svelte.config.js";
import { arrowsRule } from "./tools/lint/arrows.mjs";

const APP = ["src/**/*.ts", "src/**/*.svelte", "workers/**/*.ts"];

/** Every draw comes from src/core/random.ts, so that a seed repeats a run. */
const NO_RANDOM = {
  object: "Math",
  property: "random",
  message: "Every draw comes from src/core/random.ts, so that a seed repeats a run.",
};

export default defineConfig(
  { ignores: ["node_modules/", "dist/", ".cache/", ".tsbuild/", "bench/models/"] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
    rules: {
      "no-restricted-properties": ["error", NO_RANDOM],
      // The compiler knows names better, and `noUncheckedIndexedAccess` makes `!` the honest word in numeric loops.
      "no-undef": "off",
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/no-dynamic-delete": "off",
      // Prettier lays lines out; texts under test hold control characters; a plain Map is right where nothing reacts.
      "no-unexpected-multiline": "off",
      "no-control-regex": "off",
      "svelte/prefer-svelte-reactivity": "off",
      "no-misleading-character-class": ["error", { allowEscape: true }],
      eqeqeq: ["error", "always"],
    },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: [".svelte"], svelteConfig } },
  },
  {
    files: ["**/*.svelte"],
    rules: {
      "svelte/no-at-html-tags": "error",
      "no-restricted-syntax": [
        "error",
        {
          selector: 'SvelteAttribute[key.name="style"] > SvelteLiteral',
          message: "The content security policy blocks written styles: use a class, or style:name={value}.",
        },
      ],
    },
  },
  {
    files: APP,
    plugins: { house: { rules: { arrows: arrowsRule } } },
    rules: { "house/arrows": "error", "no-console": ["error", { allow: ["warn", "error"] }] },
  },
  {
    files: ["src/**/*.ts", "workers/**/*.ts"],
    ignores: ["**/*.test.ts", "src/main.ts"],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/await-thenable": "error",
    },
  },
  {
    files: ["src/core/**/*.ts"],
    ignores: ["**/*.test.ts"],
    rules: {
      "no-restricted-globals": ["error", { name: "Date", message: "core takes its clock as an argument." }],
    },
  },
  {
    files: ["src/contract/**/*.ts"],
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector:
            "VariableDeclaration, FunctionDeclaration, ClassDeclaration, TSEnumDeclaration, ExpressionStatement",
          message: "contract holds types only: what crosses a worker, not what is done with it.",
        },
      ],
    },
  },
);
