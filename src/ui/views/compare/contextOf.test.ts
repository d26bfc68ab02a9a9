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

test("holds characters, not the bytes that several tokens make them of, and none in part", () => {
  const byte = (text: string): Token => ({ id: 0, text, kind: "bytes" });
  const shalom = [byte("<0xD7>"), byte("<0xA9>"), byte("<0xD7>"), byte("<0x9C>")];
  expect([1, 2, 3, 4].map((position) => contextOf(shalom, position))).toEqual(["", "ש", "ש", "של"]);
  const long = Array.from({ length: 20 }, () => shalom.slice(0, 2)).flat();
  expect(contextOf(long, 33)).toBe("ש".repeat(8));
});
