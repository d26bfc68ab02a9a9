import { expect, test } from "vitest";
import type { Token } from "../../../core/model";
import { rankedLabel } from "./rankedLabel";

const token = (text: string, kind: Token["kind"] = "text"): Token => ({ id: 0, text, kind });

test("a part of a character is named by the character and its bytes", () => {
  const tokens = [token("a"), token("<0xD7>", "bytes"), token("<0xA9>", "bytes"), token("<0xFF>", "bytes")];
  expect(tokens.map((_, position) => rankedLabel(tokens, position))).toEqual([
    "a",
    "ש (byte 1 of 2)",
    "ש (byte 2 of 2)",
    "<0xFF>",
  ]);
  expect(rankedLabel(tokens, 9)).toBe("");
});
