import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normaliseAnswer, type AnswerNormalisation } from "./normaliseAnswer";

const NOTHING: AnswerNormalisation = {
  numbers: false,
  ignoreCase: false,
  ignorePunctuation: false,
  ignoreArticles: false,
  whitespace: "trim",
};

function normalised(text: string, by: Partial<AnswerNormalisation>): string {
  return normaliseAnswer(text, { ...NOTHING, ...by });
}

const anyNormalisation: fc.Arbitrary<AnswerNormalisation> = fc.record({
  numbers: fc.boolean(),
  ignoreCase: fc.boolean(),
  ignorePunctuation: fc.boolean(),
  ignoreArticles: fc.boolean(),
  whitespace: fc.constantFrom("trim", "collapse", "remove"),
});

describe("normaliseAnswer", () => {
  it.each([
    ["trims and leaves the rest", " The  Cat. ", {}, "The  Cat."],
    ["ignores case", "PaRis", { ignoreCase: true }, "paris"],
    ["ignores punctuation", "“Don't!” (yes)", { ignorePunctuation: true }, "Dont yes"],
    [
      "keeps points, commas and signs of numbers",
      "-1,250.5 € (-.5)",
      { ignorePunctuation: true },
      "-1,250.5  -.5",
    ],
    ["drops a hyphen between words and digits", "B-12", { ignorePunctuation: true }, "B12"],
    [
      "drops articles as words only",
      "An ant ate the theme",
      { ignoreArticles: true, whitespace: "collapse" },
      "ant ate theme",
    ],
    ["makes one space of many", "a \n\t b", { whitespace: "collapse" }, "a b"],
    ["removes spaces", "1 2\n3", { whitespace: "remove" }, "123"],
    ["reads numbers last", "$ 042.0", { numbers: true, ignorePunctuation: true }, "42"],
  ] as const)("%s", (_, text, by, form) => {
    expect(normalised(text, by).trim()).toBe(form);
  });

  it("ignores what it is told to ignore, whatever the text", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(normalised(text, { whitespace: "remove" })).not.toMatch(/\s/);
        expect(normalised(text.toUpperCase(), { ignoreCase: true })).toBe(
          normalised(text.toUpperCase().toLowerCase(), { ignoreCase: true }),
        );
        expect(normalised(text, { ignorePunctuation: true })).not.toMatch(/[!?;:"'()[\]{}]/);
      }),
    );
  });

  it("has nothing more to do the second time, except that a number may then be read", () => {
    fc.assert(
      fc.property(fc.string(), anyNormalisation, (text, by) => {
        const twice = { ...by, ignoreArticles: false, ignorePunctuation: false };
        const once = normaliseAnswer(text, twice);
        expect(normaliseAnswer(once, twice)).toBe(once);
      }),
    );
  });
});
