import { describe, expect, test } from "vitest";
import { FakeLab } from "../testing/fakeLab";
import { ComparisonState } from "./comparison.svelte";

const PIECES = [..."abcdefghijklmnopqrstuvwxyz "];
const request = (text: string) => ({
  prompt: "q",
  chat: false,
  solution: { text },
  temperature: 1,
  k: 3,
});
const LONG = "abcdefghijklmnopqrstuvwxyz";

/** A clock by which a long time passes between any two events. */
function slowly(): () => number {
  let now = 0;
  return () => (now += 1000);
}

describe("ComparisonState", () => {
  test("shows positions as they arrive", async () => {
    const counts: (number | undefined)[] = [];
    const lab = new FakeLab({ pieces: PIECES });
    const comparison = new ComparisonState(lab, slowly());
    lab.options.pause = async () => void counts.push(comparison.text?.count);
    expect(await comparison.run(request(LONG))).toBe("finished");
    expect(counts).toEqual([0, 8, 16, 24]);
    expect([comparison.text?.complete, comparison.status.type]).toEqual([true, "live"]);
  });

  test("draws no more often than a person can follow, and everything in the end", async () => {
    const counts = new Set<number | undefined>();
    const lab = new FakeLab({ pieces: PIECES });
    const comparison = new ComparisonState(lab, () => 0);
    lab.options.pause = async () => void counts.add(comparison.text?.count);
    await comparison.run(request(LONG));
    expect([[...counts], comparison.text?.count]).toEqual([[0], 26]);
  });

  test("stopped keeps what has arrived", async () => {
    const lab = new FakeLab({ pieces: PIECES });
    const comparison = new ComparisonState(lab, slowly());
    lab.options.pause = async () => {
      if (comparison.text?.count === 16) comparison.stop();
    };
    expect(await comparison.run(request(LONG))).toBe("stopped");
    expect([comparison.text?.count, comparison.status]).toEqual([16, { type: "stopped", positions: 16 }]);
  });

  test("a second run replaces the first, whose events no longer count", async () => {
    const lab = new FakeLab({ pieces: PIECES });
    const comparison = new ComparisonState(lab);
    const first = comparison.run(request(LONG));
    const second = comparison.run(request("xyz"));
    expect(await Promise.all([first, second])).toEqual(["replaced", "finished"]);
    expect(comparison.text?.solution.map(({ text }) => text)).toEqual(["x", "y", "z"]);
  });

  test("a silent run leaves what is shown until it has everything", async () => {
    const lab = new FakeLab({ pieces: PIECES });
    const comparison = new ComparisonState(lab);
    await comparison.run(request("abc"));
    const before = comparison.text;
    const seen: unknown[] = [];
    lab.options.pause = async () => void seen.push([comparison.text === before, comparison.status.type]);
    await comparison.run(request("abc"), { silent: true });
    expect(seen).toEqual([[true, "live"]]);
    expect(comparison.text).not.toBe(before);
  });

  test("a silent run that fails leaves what is shown, and says why", async () => {
    const lab = new FakeLab({ pieces: PIECES });
    const comparison = new ComparisonState(lab);
    await comparison.run(request("abc"));
    const before = comparison.text;
    const failure = { code: "device-lost", message: "Gone." } as const;
    lab.compare = () => ({
      run: 9,
      stop: () => undefined,
      [Symbol.asyncIterator]: async function* () {
        yield { type: "compare-failed" as const, run: 9, failure };
      },
    });
    expect(await comparison.run(request("abc"), { silent: true })).toBe("failed");
    expect([comparison.text, comparison.status.type, comparison.trouble]).toEqual([before, "live", failure]);
    expect(await comparison.run(request("abc"))).toBe("failed");
    expect(comparison.status).toEqual({ type: "failed", failure });
  });

  test("of several looks asked for in a row the last one counts", async () => {
    const lab = new FakeLab({ pieces: PIECES });
    const comparison = new ComparisonState(lab);
    await comparison.run(request("abc"));
    await Promise.all([1.5, 2, 2.5].map((temperature) => comparison.review({ temperature, k: 3 })));
    expect(comparison.seenAt).toEqual({ temperature: 2.5, k: 3 });
  });

  test("going back to how it was asks for it again only where it has changed", async () => {
    const lab = new FakeLab({ pieces: PIECES });
    const comparison = new ComparisonState(lab);
    await comparison.run(request("abc"));
    await comparison.review({ temperature: 1, k: 3 });
    expect(lab.asked.reviews).toBe(0);
  });
});
