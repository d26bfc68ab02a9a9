import { describe, expect, test } from "vitest";
import { FakeLab } from "../testing/fakeLab";
import { ApartState } from "./apart.svelte";

const REQUEST = { prompt: "How many?", chat: true, solution: " one two" };
const WRITE = {
  prompt: "How many?",
  chat: true,
  sampling: { temperature: 1, topK: 0, topP: 1, minP: 0 },
  seed: 1,
  maxNewTokens: 4,
};
const lab = () => new FakeLab({ pieces: [" one", " two", "How"], otherTokenizer: true });

describe("two models read apart", () => {
  test("cut the text their own way, and have both sums over the same bytes", async () => {
    const apart = new ApartState(lab());
    await apart.read(REQUEST);
    expect(apart.status).toEqual({ type: "live", milliseconds: 9 });
    expect(apart.text?.a.solution.map(({ text }) => text)).toEqual([" one", " two"]);
    expect(apart.text?.b.solution).toHaveLength(8);
    expect(apart.text?.spans()?.map(({ text }) => text)).toEqual([" one", " two"]);
    expect(apart.text?.bitsPerByte("a")).toBeGreaterThan(0);
    expect([apart.shows(REQUEST), apart.shows({ ...REQUEST, solution: " one" })]).toEqual([true, false]);
    expect(apart.source).toBe("live");
  });

  test("a new text stops the one before", async () => {
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const apart = new ApartState(new FakeLab({ pieces: [" one"], otherTokenizer: true, pause: () => gate }));
    const first = apart.read(REQUEST);
    const second = apart.read({ ...REQUEST, solution: " one" });
    release();
    await Promise.all([first, second]);
    expect(apart.text?.text).toBe(" one");
    expect(apart.status.type).toBe("live");
  });

  test("stopping keeps what has arrived, and clearing nothing", async () => {
    const apart = new ApartState(lab());
    const reading = apart.read(REQUEST);
    apart.stop();
    await reading;
    expect(apart.status).toEqual({ type: "stopped" });
    expect(apart.text?.complete).toBe(false);
    expect(apart.source).toBeUndefined();
    apart.clear();
    expect([apart.text, apart.status.type]).toEqual([undefined, "empty"]);
  });

  test("both write from the same prompt, each through its own template where it has one", async () => {
    const fake = lab();
    const apart = new ApartState(fake);
    const writing = apart.writeBoth(WRITE, { a: true, b: false });
    expect(apart.busy).toBe(true);
    await writing;
    expect(fake.asked.write.map(({ writer, chat }) => [writer, chat])).toEqual([
      ["a", true],
      ["b", false],
    ]);
    for (const side of ["a", "b"] as const) {
      expect(apart.written[side].status.type).toBe("written");
      expect(apart.written[side].solution.length).toBeGreaterThan(0);
    }
    expect(apart.busy).toBe(false);
  });
});
