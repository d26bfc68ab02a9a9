import { describe, expect, test } from "vitest";
import { rank } from "../src/core/distribution/rank";
import { Draws } from "../src/core/random";
import { distributionPage, rankedPair, ranks } from "./distributionPage";

const a = Float32Array.of(-1, -2, -Infinity, -1, -3);
const b = Float32Array.of(-3, -0.5, -1.5, -Infinity, -3);
const vocabulary = ["Ab", "b", "aB", "c", " ab"].map((text, id) => ({ id, text, kind: "text" as const }));
const pair = rankedPair(a, b, "float16");
const ALL = { search: "", sort: "id" as const, offset: 0, limit: 10 };

function ids(query: Partial<Parameters<typeof distributionPage>[2]>): number[] {
  return distributionPage(pair, vocabulary, { ...ALL, ...query }).rows.map(({ token }) => token.id);
}

describe("a page of a distribution", () => {
  test("is sorted by either model, ties by lower id, and by id", () => {
    expect(ids({ sort: "a" })).toEqual([0, 3, 1, 4, 2]);
    expect(ids({ sort: "b" })).toEqual([1, 2, 0, 4, 3]);
    expect(ids({ sort: "id" })).toEqual([0, 1, 2, 3, 4]);
  });

  test("is sorted by how much the probabilities differ, largest first", () => {
    expect(ids({ sort: "difference" })).toEqual([1, 3, 0, 2, 4]);
  });

  test("is searched without regard to case, spaces counting", () => {
    expect(ids({ search: "AB" })).toEqual([0, 2, 4]);
    expect(ids({ search: " a" })).toEqual([4]);
    expect(ids({ search: "zebra" })).toEqual([]);
  });

  test("lists the token whose id was typed first, whatever the order", () => {
    expect(ids({ search: "#2", sort: "a" })).toEqual([2]);
    const numbers = vocabulary.map((token) => ({ ...token, text: `${token.text}3` }));
    const rows = distributionPage(pair, numbers, { ...ALL, search: "3", sort: "b" }).rows;
    expect(rows.map(({ token }) => token.id)).toEqual([3, 1, 2, 0, 4]);
  });

  test("is cut after sorting, and tells how many rows there are", () => {
    const page = distributionPage(pair, vocabulary, { search: "b", sort: "a", offset: 1, limit: 2 });
    expect(page.rows.map(({ token }) => token.id)).toEqual([1, 4]);
    expect([page.total, page.precision]).toEqual([4, "float16"]);
  });

  test("carries both log-probabilities and ranks", () => {
    expect(distributionPage(pair, vocabulary, { ...ALL, limit: 1 }).rows[0]).toEqual({
      token: vocabulary[0],
      logprobA: -1,
      logprobB: -3,
      rankA: 1,
      rankB: 3,
    });
  });

  test("ranks are those of the core, for every token", () => {
    const draws = new Draws(1, "test", 0);
    const logprobs = Float32Array.from({ length: 60 }, () =>
      draws.next() < 0.2 ? -Infinity : -draws.integer(1, 9),
    );
    expect([...ranks(logprobs)]).toEqual(Array.from(logprobs, (_, id) => rank(logprobs, id)));
  });
});
