import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { nodeVersionProblem, OLDEST_NODE } from "./node-version.mjs";

test("a Node that is too old is named beside the one that is needed", () => {
  expect(nodeVersionProblem("18.20.4")).toMatchInlineSnapshot(`
    "RL On/Off needs Node 20.19 or newer, and this is Node 18.20.4.
    Install a newer one, for example from https://nodejs.org, and run the same command again."
  `);
  expect(nodeVersionProblem("20.18.3")).toContain("this is Node 20.18.3");
});

test("the oldest and every newer Node will do", () => {
  for (const version of ["20.19.0", "20.20.2", "22.1.0", "24.0.0", "100.0.0"]) {
    expect(nodeVersionProblem(version)).toBeUndefined();
  }
});

test("package.json names the same version", () => {
  const manifest = JSON.parse(
    readFileSync(fileURLToPath(new URL("../package.json", import.meta.url)), "utf8"),
  ) as { engines: { node: string } };
  expect(manifest.engines.node).toBe(`>=${OLDEST_NODE}`);
});
