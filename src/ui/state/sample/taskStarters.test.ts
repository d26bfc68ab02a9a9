import { expect, test } from "vitest";
import { renderPrompt } from "../../../core/tasks/renderPrompt";
import { extract } from "../../../core/tasks/formats/formats";
import { STARTER_PATTERN, STARTER_TEMPLATE } from "./taskStarters";

test("a custom template begins as ChatML, letter by letter", async () => {
  const rest = { system: "Be brief.", instruction: "Box it." };
  const custom = await renderPrompt({ id: "custom", custom: STARTER_TEMPLATE, ...rest }, "2 + 2?");
  expect(custom).toEqual(await renderPrompt({ id: "chatml", ...rest }, "2 + 2?"));
});

test("a pattern begins as one that finds a plain answer", () => {
  const format = { id: "regex", pattern: STARTER_PATTERN } as const;
  expect(extract(format, "I add them.\nThe answer is: 42 ")).toBe("42");
  expect(extract(format, "no idea")).toBeUndefined();
});
