import { expect, test } from "vitest";
import type { Token } from "../../../core/model";
import { contextOf } from "./contextOf";

const tokens: Token[] = Array.from({ length: 30 }, (_, id) => ({ id, text: ` ${id}`, kind: "text" }));

test("is what comes before the token, not the token itself", () => {
  expect(contextOf(tokens, 3)).toBe(" 0 1 2");
  expect(contextOf(tokens, 0)).toBe("");
});

test("reaches back a few tokens only", () => {
  expect(contextOf(tokens, 29)).toBe(
    tokens
      .slice(13, 29)
      .map(({ text }) => text)
      .join(""),
  );
});
