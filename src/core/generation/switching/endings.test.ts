import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TableTokenizer } from "../../../backends/table/tableTokenizer";
import { metered } from "../../../../tests/support/meteredModel";
import { pair } from "../../../../tests/support/switchedPair";
import type { TokenId } from "../../model";
import { ending, endingsOf, type EndingOptions } from "./endings";

const TOKENIZER = new TableTokenizer(["ab", "b", "c", "\n"]);
const OPTIONS: EndingOptions = {
  endOfText: new Set([3]),
  maxTokens: 1000,
  room: 1000,
  stopStrings: [],
  decode: (ids) => TOKENIZER.decode(ids),
  endRepetition: true,
};
const encode = (text: string): TokenId[] => TOKENIZER.encode(text, false);
const endingOf = (solution: readonly TokenId[], options: Partial<EndingOptions> = {}) =>
  ending(solution, { ...OPTIONS, ...options });

describe("ending", () => {
  test("a text goes on while nothing ends it", async () => {
    expect(await endingOf([])).toBeUndefined();
    expect(await endingOf(encode("abc"))).toBeUndefined();
  });

  test("an end of text ends it where it is the last token, whichever model has it", async () => {
    const endOfText = new Set([3, 200]);
    expect(await endingOf([...encode("abc"), 3], { endOfText })).toBe("end-of-text");
    expect(await endingOf([200], { endOfText })).toBe("end-of-text");
    expect(await endingOf([3, ...encode("c")], { endOfText })).toBeUndefined();
  });

  test.each([
    ["in one token", "ab", "ab", true],
    ["over several tokens", "cabcc", "bcc", true],
    ["in the middle of a token", "cab", "a", true],
    ["one of several", "cab", "xyz\nb", true],
    ["the newline", "ab\n", "\n\n", false],
    ["two newlines", "ab\n\n", "\n\n", true],
    ["bytes of one character", "c→", "→", true],
    ["bytes of one character beyond the first plane", "c🙂", "🙂", true],
    ["bytes of several characters", "c→🙂ab", "→🙂", true],
    ["not there", "abcabc", "bb", false],
  ])("a stop string %s", async (_, text, stop, ends) => {
    const ids = encode(text);
    const stopStrings = stop.includes("xyz") ? stop.split("\n") : [stop];
    const ended: boolean[] = [];
    for (let length = 1; length <= ids.length; length++) {
      ended.push((await endingOf(ids.slice(0, length), { stopStrings })) === "stop-string");
    }
    // Exactly one token completes it, if any: the first whose text has it.
    const first = ids.findIndex((__, at) =>
      stopStrings.some((one) => TOKENIZER.decode(ids.slice(0, at + 1)).includes(one)),
    );
    expect(ended.indexOf(true)).toBe(first);
    expect(first >= 0).toBe(ends);
  });

  test("a stop string in the middle of a character's bytes waits for the last of them", async () => {
    const bytes = encode("→"); // three tokens
    expect(bytes).toHaveLength(3);
    expect(await endingOf(bytes.slice(0, 2), { stopStrings: ["→"] })).toBeUndefined();
    expect(await endingOf(bytes, { stopStrings: ["→"] })).toBe("stop-string");
  });

  test("an empty stop string is none", async () => {
    expect(await endingOf(encode("abc"), { stopStrings: [""] })).toBeUndefined();
  });

  test("a stop string that stood before, as in text that was kept, ends nothing until it is there once more", async () => {
    const stopStrings = ["c"];
    expect(await endingOf(encode("cb"), { stopStrings })).toBeUndefined();
    expect(await endingOf(encode("cbc"), { stopStrings })).toBe("stop-string");
    expect(await endingOf(encode("cc"), { stopStrings })).toBe("stop-string");
    expect(await endingOf(encode("\n\n\n"), { stopStrings: ["\n\n"] })).toBe("stop-string");
  });

  test("looks at the end of a long text alone", async () => {
    let longest = 0;
    const decode = (ids: readonly TokenId[]) => {
      longest = Math.max(longest, ids.length);
      return TOKENIZER.decode(ids);
    };
    const solution = encode("abc".repeat(300));
    expect(
      await endingOf(solution, { decode, stopStrings: ["cba", "cc"], endRepetition: false }),
    ).toBeUndefined();
    expect(longest).toBeLessThan(20);
  });

  test("ends at the first token whose text has the stop string, over any tokens", async () => {
    const pieces = fc.constantFrom(...[260, 261, 262, 263], ...encode("→🙂"), 100, 101);
    await fc.assert(
      fc.asyncProperty(
        fc.array(pieces, { maxLength: 24 }),
        fc.array(fc.constantFrom("a", "ab", "bc", "cc\n", "b→", "🙂", "→ab", ""), { maxLength: 3 }),
        async (solution, stopStrings) => {
          const strings = stopStrings.filter((one) => one !== "");
          const has = (length: number) => {
            const text = TOKENIZER.decode(solution.slice(0, length));
            return strings.some((one) => text.includes(one));
          };
          for (let length = 1; length <= solution.length; length++) {
            const reason = await endingOf(solution.slice(0, length), { stopStrings, endRepetition: false });
            expect(reason === "stop-string").toBe(has(length));
            if (reason) return;
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test("knowing how tokens look, it says the same and decodes little", async () => {
    let decoded = 0;
    const decode = (ids: readonly TokenId[]): string => {
      decoded++;
      return TOKENIZER.decode(ids);
    };
    const look = (id: TokenId) => TOKENIZER.token(id);
    const solution = encode("a".repeat(20) + "ba" + "a".repeat(8));
    for (const stop of ["ba", "ab", "aba", "bb", "é"]) {
      for (let length = 1; length <= solution.length; length++) {
        const part = solution.slice(0, length);
        const options = { stopStrings: [stop], maxTokens: 1000, endRepetition: false };
        expect(await endingOf(part, { ...options, decode, look })).toBe(await endingOf(part, options));
      }
    }
    expect(decoded).toBeLessThan(5 * 30 * 2 * 0.6);
  });

  test("a repetition ends it, unless that is not wanted", async () => {
    const solution = encode("bc".repeat(16));
    expect(await endingOf(solution.slice(0, -1))).toBeUndefined();
    expect(await endingOf(solution)).toBe("repetition");
    expect(await endingOf(solution, { endRepetition: false })).toBeUndefined();
  });

  test("so many tokens are the most, and so many fit", async () => {
    const solution = encode("ccbb");
    expect(await endingOf(solution, { maxTokens: 5 })).toBeUndefined();
    expect(await endingOf(solution, { maxTokens: 4 })).toBe("max-tokens");
    expect(await endingOf(solution, { room: 4 })).toBe("context-full");
    expect(await endingOf([], { maxTokens: 0 })).toBe("max-tokens");
    expect(await endingOf([], { room: 0 })).toBe("context-full");
  });

  test("of several reasons, names the one that lies in the text itself", async () => {
    const full = { maxTokens: 32, room: 32 };
    expect(await endingOf([...encode("c".repeat(31)), 3], full)).toBe("end-of-text");
    expect(await endingOf(encode("c".repeat(32)), { ...full, stopStrings: ["cc"] })).toBe("stop-string");
    expect(await endingOf(encode("c".repeat(32)), full)).toBe("repetition");
    expect(await endingOf(encode("c".repeat(32)), { ...full, endRepetition: false })).toBe("max-tokens");
  });
});

describe("endingsOf", () => {
  test("takes the shorter context less the prompt, and both models' ends", () => {
    const models = pair({ a: { contextLength: 50 }, b: { contextLength: 40 } });
    const b = { ...metered(models.b).model, info: { ...models.b.info, endOfText: [17] } };
    const settings = { maxTokens: 7, stopStrings: ["x"], endRepetition: false };
    const endings = endingsOf({ a: models.a, b }, 12, settings);
    expect(endings).toMatchObject({ ...settings, room: 28, endOfText: new Set([3, 17]) });
    expect(endings.decode([260])).toBe("a");
  });
});
