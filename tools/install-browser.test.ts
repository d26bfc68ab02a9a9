import { expect, test } from "vitest";
import { recipes, type Means } from "./install-browser";

const playwright = ["node", "cli.js"];

function shown(means: Omit<Means, "playwright">): string[] {
  return recipes({ ...means, playwright }).map((recipe) =>
    recipe.map((words) => words.join(" ")).join(" && "),
  );
}

test("root on Debian uses apt-get first, then Playwright's download with its libraries", () => {
  const has = (command: string): boolean => command === "apt-get";
  expect(shown({ platform: "linux", asRoot: [], has })).toEqual([
    "apt-get -qq update && apt-get -qq -o Dpkg::Use-Pty=0 install --no-install-recommends chromium",
    "node cli.js install --no-shell --with-deps chromium",
  ]);
});

test("a person with passwordless sudo uses it", () => {
  const has = (command: string): boolean => command === "dnf";
  expect(shown({ platform: "linux", asRoot: ["sudo", "-n"], has })).toEqual([
    "sudo -n dnf install --assumeyes chromium",
    "node cli.js install --no-shell chromium",
  ]);
});

test("a person who may not install system packages gets the download only", () => {
  expect(shown({ platform: "linux", asRoot: undefined, has: () => true })).toEqual([
    "node cli.js install --no-shell chromium",
  ]);
});

test("macOS uses Homebrew where it is there and never the Linux package managers", () => {
  expect(shown({ platform: "darwin", asRoot: undefined, has: () => true })).toEqual([
    "brew install --cask chromium",
    "node cli.js install --no-shell chromium",
  ]);
  expect(shown({ platform: "win32", asRoot: undefined, has: () => false })).toEqual([
    "node cli.js install --no-shell chromium",
  ]);
});
