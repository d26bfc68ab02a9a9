import { expect, test } from "vitest";
import { anchorOf } from "./tickAnchor";

test("a tick's label is centred, and flush with an edge it is close to", () => {
  expect([0, 5, 300, 590, 600].map((x) => anchorOf(x, 600))).toEqual([
    "start",
    "start",
    "middle",
    "end",
    "end",
  ]);
});
