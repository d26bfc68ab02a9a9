import { describe, expect, test } from "vitest";
import { authorBandHeight, authorBandLayout } from "./authorBand.layout";
import type { Author } from "./authorRuns";

const authors: Author[] = ["a", "a", "b", "forced", "a", "a", "a", "a", "a", "a"];

describe("authorBandLayout", () => {
  test("draws one path an author, whoever wrote most first, A's bars thinner", () => {
    expect(authorBandLayout({ authors }, 100).lanes).toEqual([
      { author: "a", path: "M0,2.5H20V7.5H0ZM40,2.5H100V7.5H40Z" },
      { author: "b", path: "M20,0H30V10H20Z" },
      { author: "forced", path: "M30,0H40V10H30Z" },
    ]);
  });

  test("leaves place for what will be written", () => {
    expect(authorBandLayout({ authors: ["b"], places: 4 }, 100).lanes[0]?.path).toBe("M0,0H25V10H0Z");
  });

  test("knows the run and the position under a pixel, beyond the written the last", () => {
    const { runAt, positionAt, edgesOf, runs } = authorBandLayout({ authors, places: 20 }, 200);
    expect([-5, 0, 25, 35, 45, 180].map(runAt)).toEqual([0, 0, 1, 2, 3, 3]);
    expect([-5, 25, 180].map(positionAt)).toEqual([0, 2, 9]);
    expect(runs.map(edgesOf)[3]).toEqual({ left: 40, right: 100 });
    expect(authorBandLayout({ authors: [] }, 200).runAt(10)).toBe(-1);
  });

  test("shows one token of 4000, over those of the other", () => {
    const alone = Array.from({ length: 4000 }, (_, at): Author => (at === 2000 ? "b" : "a"));
    const [a, b] = authorBandLayout({ authors: alone }, 640).lanes;
    expect(a).toEqual({ author: "a", path: "M0,2.5H640.5V7.5H0Z" });
    expect(b).toEqual({ author: "b", path: "M319.5,7H321V10H319.5Z" });
  });

  test("is as high as the share of an author where many share a pixel", () => {
    const half = Array.from({ length: 6400 }, (_, at): Author => (at % 2 === 0 || at < 640 ? "a" : "b"));
    const [, b] = authorBandLayout({ authors: half }, 960).lanes;
    expect(b?.path).toMatch(/^M96,5H\d/);
    const most = authorBandLayout({ authors: half.toReversed() }, 960).lanes[0];
    expect(most?.path.split("M").length).toBeLessThan(650);
  });

  test("marks where the text would differ and sets the words on the roomier side", () => {
    const difference = (firstDifference?: number) =>
      authorBandLayout({ authors, preview: { authors, firstDifference } }, 100).difference;
    expect(difference(2)).toEqual({ x: 20, textX: 24, textY: 29, anchor: "start" });
    expect(difference(8)).toEqual({ x: 80, textX: 76, textY: 29, anchor: "end" });
    expect(difference()).toBeNull();
  });

  test("grows with the type", () => {
    expect([authorBandHeight(false), authorBandHeight(true), authorBandHeight(false, 2)]).toEqual([
      10, 32, 20,
    ]);
    expect(authorBandLayout({ authors: ["b"] }, 100, 2).lanes[0]?.path).toBe("M0,0H100V20H0Z");
  });
});
