import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findTokens, readTokenSearch } from "../../../core/compare/tokenSearch";
import type { Token } from "../../../core/model";
import { searchedFor } from "./searchedFor";
import { tokenLabel } from "../../token/tokenDisplay";

describe("what a search was read as", () => {
  test.each([
    ["·the", ["·the"], undefined],
    ["\\n", ["\\n", "↵"], undefined],
    ["0x0A", ["0x0A", "<0x0A>", "↵"], undefined],
    ["<0xe2>", ["<0xe2>", "<0xE2>"], undefined],
    ["12", ["12"], 12],
    ["#12", ["#12"], 12],
  ])("%s is %j", (typed, texts, id) => {
    expect(searchedFor(typed)).toEqual({ texts, id });
  });

  test("a token is found by the form in which it is shown", () => {
    const units = fc.constantFrom(
      "a",
      "B",
      " ",
      "\n",
      "\t",
      "\r",
      "é",
      "م",
      "\u200b",
      "\u0001",
      "\u00a0",
      "\u202e",
    );
    fc.assert(
      fc.property(fc.string({ unit: units, maxLength: 6 }), (text) => {
        const token: Token = { id: 0, text, kind: "text" };
        const { named, others } = findTokens([token], readTokenSearch(tokenLabel(token)));
        expect([...named, ...others]).toEqual([0]);
      }),
    );
  });
});
