import { expect, test, vi } from "vitest";
import type { SwitchedRun } from "../../../core/generation/switching/run";
import { FakeBrowser, PROMPT } from "../../testing/fakeBrowser";
import type { RunKeeper } from "./switching.svelte";

const ADDRESS = `#/switch?v=1&q=${PROMPT}&n=8&st=0.8&seed=5`;

/** A visit to an address, until all that it asks for stands. */
async function visited(browser: FakeBrowser, hash: string, runs?: RunKeeper) {
  browser.goTo(hash);
  const session = browser.visit();
  Object.assign(session.switching, {
    parts: { ...(Reflect.get(session.switching, "parts") as object), runs },
  });
  await session.open();
  await vi.waitFor(() => expect(session.switching.whole).toBe(true));
  return session;
}

test.each(["&sth=0.69", "&p=always&force=0a", "&sth=0&rc=1"])(
  "after a run with %s, an address with other settings shows what they write, by itself",
  async (changed) => {
    const browser = new FakeBrowser();
    let kept: SwitchedRun | undefined;
    const load = vi.fn(() => kept);
    const runs = { load, save: (run: SwitchedRun) => (kept = run) !== undefined };
    const first = await visited(browser, ADDRESS + changed, runs);
    first.switching.save();
    expect(kept?.answers.switched).toBeDefined();
    const { answers, made } = (await visited(browser, ADDRESS, runs)).switching;
    expect(load).toHaveLastReturnedWith(kept);
    // Only the switched answer is another: those of one model alone were kept.
    expect(browser.lab.asked.write).toHaveLength(0);
    const fresh = (await visited(new FakeBrowser(), ADDRESS)).switching;
    expect(made?.settings.choice).toEqual(fresh.made?.settings.choice);
    expect(answers.switched!.positions).toEqual(fresh.answers.switched!.positions);
  },
);
