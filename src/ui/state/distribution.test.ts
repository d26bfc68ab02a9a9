import { describe, expect, test } from "vitest";
import type { DistributionPage, DistributionQuery } from "../../contract/lab";
import type { Outcome } from "../../core/errors";
import { DistributionState, PAGE_ROWS } from "./distribution.svelte";

const PLACE = { run: 3, position: 7, temperature: 1.5 };

/** 250 tokens named by their id; answers are given in the order the test wants. */
class Source {
  readonly queries: DistributionQuery[] = [];
  hold = false;
  private readonly waiting: (() => void)[] = [];

  async distribution(
    run: number,
    position: number,
    temperature: number,
    query: DistributionQuery,
  ): Promise<Outcome<DistributionPage>> {
    expect({ run, position, temperature }).toEqual(PLACE);
    this.queries.push(query);
    if (this.hold) await new Promise<void>((go) => this.waiting.push(go));
    const ids = Array.from({ length: 250 }, (_, id) => id).filter((id) => String(id).includes(query.search));
    const rows = ids.slice(query.offset, query.offset + query.limit).map((id) => ({
      token: { id, text: String(id), kind: "text" as const },
      logprobA: -1,
      logprobB: -2,
      rankA: 1,
      rankB: 2,
    }));
    return { ok: true, value: { rows, total: ids.length, precision: "float32" } };
  }

  answer(index: number): void {
    this.waiting[index]?.();
  }
}

describe("DistributionState", () => {
  test("fetches a page when one of its rows is needed, once", async () => {
    const source = new Source();
    const list = new DistributionState(source, PLACE);
    await list.ask({});
    expect([list.total, list.row(0)?.token.id, list.row(PAGE_ROWS)]).toEqual([250, 0, undefined]);
    await Promise.all([list.need(90, 130), list.need(95, 140)]);
    expect(list.row(PAGE_ROWS + 5)?.token.id).toBe(PAGE_ROWS + 5);
    await list.need(240, 900);
    expect(source.queries.map(({ offset }) => offset)).toEqual([0, 100, 200]);
  });

  test("begins anew with another search", async () => {
    const source = new Source();
    const list = new DistributionState(source, PLACE);
    await list.ask({});
    await list.need(100, 200);
    await list.ask({ search: "24" });
    expect([list.total, list.row(0)?.token.text, list.row(100)]).toEqual([13, "24", undefined]);
  });

  test("an answer to an earlier search does not disturb a later one", async () => {
    const source = new Source();
    const list = new DistributionState(source, PLACE);
    source.hold = true;
    const first = list.ask({ search: "1" });
    const second = list.ask({ search: "24" });
    source.answer(1);
    await second;
    source.answer(0);
    await first;
    expect([list.total, list.search]).toEqual([13, "24"]);
  });

  test("what cannot be fetched is said, and asked for again", async () => {
    let fails = true;
    const source = new Source();
    const list = new DistributionState(
      {
        distribution: (...question) =>
          fails
            ? Promise.resolve({ ok: false, failure: { code: "not-kept", message: "Gone." } })
            : source.distribution(...question),
      },
      PLACE,
    );
    await list.ask({});
    expect([list.failure?.message, list.total]).toEqual(["Gone.", undefined]);
    fails = false;
    await list.ask({});
    expect([list.failure, list.total]).toEqual([undefined, 250]);
  });
});
