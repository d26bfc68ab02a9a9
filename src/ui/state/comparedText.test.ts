import { describe, expect, test } from "vitest";
import type { CompareEvent } from "../../core/compare/events";
import { statisticsAt } from "../../core/compare/block";
import { FakeLab } from "../testing/fakeLab";
import { ComparedText } from "./comparedText";

const SOLUTION = "abcdefghijklmnopqrst";
const lab = new FakeLab({ pieces: [...SOLUTION] });
const events: CompareEvent[] = [];
const request = { prompt: "a", chat: false, solution: { text: SOLUTION }, temperature: 1, k: 2 };
for await (const event of lab.compare(request)) events.push(event);
const start = events.find((event) => event.type === "compare-start")!;
const blocks = events.filter((event) => event.type === "compare-block");
const whole = blocks.reduce((text, { block, tokens }) => text.with(block, tokens), ComparedText.begin(start));

describe("ComparedText", () => {
  test("knows its positions across blocks", () => {
    expect(blocks.map(({ block }) => block.count)).toEqual([8, 8, 4]);
    expect([whole.count, whole.complete]).toEqual([20, true]);
    for (const { block } of blocks) {
      expect(whole.statistics(block.from)).toEqual(statisticsAt(block, 0));
      expect(whole.statistics(block.from + block.count - 1)).toEqual(statisticsAt(block, block.count - 1));
    }
    expect([whole.statistics(-1), whole.statistics(20)]).toEqual([undefined, undefined]);
  });

  test("gives one number of every position as a column", () => {
    const column = whole.column(({ js }) => js);
    expect([...column]).toEqual(SOLUTION.split("").map((_, position) => whole.statistics(position)?.js));
  });

  test("lists candidates that look as they were sent, most probable first", () => {
    const candidates = whole.candidates(9);
    expect(candidates.length).toBeGreaterThanOrEqual(2);
    const greatest = candidates.map(({ logprobA, logprobB }) => Math.max(logprobA, logprobB));
    expect(greatest).toEqual([...greatest].sort((x, y) => y - x));
    for (const { id } of candidates) expect(whole.token(id)).toEqual(lab.vocabulary[id]);
  });

  test("is a value: the text before a block still is what it was", () => {
    const begun = ComparedText.begin(start);
    const first = blocks[0]!;
    const next = begun.with(first.block, first.tokens);
    expect([begun.count, begun.complete, next.count]).toEqual([0, false, 8]);
  });

  test("refuses a block that does not go on where the last one ended", () => {
    expect(() => ComparedText.begin(start).with(blocks[1]!.block, [])).toThrow(
      "Block of position 8 came when 0 was next",
    );
  });

  test("seen anew begins from its first position", async () => {
    const outcome = await lab.review(start.run, { temperature: 3, k: 4 });
    if (!outcome.ok) throw new Error(outcome.failure.message);
    const { blocks: anew, tokens } = outcome.value;
    const reviewed = whole.reviewed(anew, tokens);
    expect([reviewed.count, reviewed.ids]).toEqual([20, whole.ids]);
    expect(reviewed.candidates(0).length).toBeGreaterThan(whole.candidates(0).length);
  });

  test("shows a token it was never told of by its number", () => {
    expect(whole.token(99_999)).toEqual({ id: 99_999, text: "#99999", kind: "special" });
  });
});
