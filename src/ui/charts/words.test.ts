import { describe, expect, test } from "vitest";
import { chartWords as words } from "./words";

describe("the charts' words", () => {
  test("count positions from 1, as people do", () => {
    expect(words.token(0)).toBe("token 1");
    expect(words.token(9_999)).toBe("token 10,000");
  });

  test("never call something nothing, or less than all everything", () => {
    const shares = [0, 0.0004, 0.037, 0.9996, 1].map((share) => words.aboveThreshold(share, "0.1"));
    expect(shares).toEqual([
      "0 % above 0.1",
      "<0.1 % above 0.1",
      "3.7 % above 0.1",
      ">99.9 % above 0.1",
      "100 % above 0.1",
    ]);
  });

  test("keep singular and plural apart", () => {
    expect(words.bin(words.interval("0.1", "0.2"), 1)).toBe("0.1 – 0.2: 1 token");
    expect(words.bin("0", 1_200)).toBe("0: 1,200 tokens");
  });

  test("name the histogram and its bins in a sentence", () => {
    expect(words.histogram({ label: "JS", count: 33, bins: 24 })).toBe(
      "How often each value of JS occurs: histogram of 33 tokens in 24 bins",
    );
    expect(words.binsIn("JS")).toBe("Bin of the histogram of JS");
  });

  test("say what is brushed as values, count and share", () => {
    expect(words.brushed(words.interval("0.2", "0.4"), 12, 214)).toBe("0.2 – 0.4: 12 tokens, 5.6 %");
    expect(words.brushed(words.interval("∞", "∞"), 0, 0)).toBe("∞: 0 tokens, 0 %");
  });

  test("write ranks in full up to four digits, then in thousands", () => {
    expect([1, 9_999, 40_112].map(words.candidates.rankOf)).toEqual(["1", "9,999", "40K"]);
  });

  test("tell tokens that do not differ from tokens that are not there yet", () => {
    expect(words.ranked.none(0)).toBe("No tokens yet");
    expect(words.ranked.none(30)).toBe("No token differs by this measure.");
  });

  test("name what an axis cannot show, and nothing where all is shown", () => {
    expect(words.notShown(4, 2)).toBe("4 infinite, 2 without a value");
    expect(words.notShown(0, 1)).toBe("1 without a value");
    expect(words.notShown(0, 0)).toBe("");
  });
});
