import { describe, expect, test } from "vitest";
import { defaultSettings } from "../../core/config/settings";
import { Draws } from "../../core/random";
import { LinkState, linkedSettings, type AddressBar } from "./link.svelte";
import { SettingsState } from "./settings.svelte";

class FakeBar implements AddressBar {
  replaced = 0;
  constructor(public hash: string) {}
  replace(hash: string) {
    this.hash = hash;
    this.replaced++;
  }
}

const noise = (letters: number) => {
  const draws = new Draws(1, "test", 0);
  return Array.from({ length: letters }, () => String.fromCodePoint(draws.integer(0x4e00, 0x9fff))).join("");
};

test("what a link names is set, and what it does not name becomes the default", () => {
  const settings = new SettingsState();
  settings.set("k", 3);
  new LinkState(settings, new FakeBar("#/compare?v=1&q=Hi&m=tv")).read();
  expect(settings.all()).toEqual({ ...defaultSettings(), prompt: "Hi", measure: "tv" });
});

test("the written link opens the same state", () => {
  const settings = new SettingsState();
  const bar = new FakeBar("");
  settings.assign({ prompt: "How many r?", solution: "Two…", solutionIds: [5, 6], pins: [1], unit: "bits" });
  new LinkState(settings, bar).write();
  const second = new SettingsState();
  new LinkState(second, bar).read();
  expect(second.all()).toEqual(settings.all());
});

test("the address is left alone while nothing has changed", () => {
  const bar = new FakeBar("#/compare?v=1&k=5");
  const link = new LinkState(new SettingsState(), bar);
  link.read();
  link.write();
  expect(bar.replaced).toBe(0);
});

test("an address that was changed meanwhile is read before it is written", () => {
  const bar = new FakeBar("#/compare?k=5");
  const settings = new SettingsState();
  const link = new LinkState(settings, bar);
  link.read();
  settings.set("k", 7);
  bar.hash = "#/compare?k=9";
  link.write();
  expect(bar.hash).toBe("#/compare?k=9");
  link.read();
  settings.set("seed", 2);
  link.write();
  expect(bar.hash).toBe("#/compare?v=1&k=9&seed=2");
});

test("a text that is not that of its tokens is named once they are spelled out", () => {
  const link = new LinkState(new SettingsState(), new FakeBar("#/compare?q=Why&s=two&ids=1.2"));
  link.read();
  link.spell([1, 3], "three");
  expect(link.notices).toEqual([]);
  link.spell([1, 2], "one");
  link.spell([1, 2], "one");
  expect(link.notices).toEqual([{ type: "other-text", key: "s", beside: "ids" }]);
  link.dismiss();
  link.read();
  link.spell([1, 2], "two");
  expect(link.notices).toEqual([]);
});

test("notices stay until they are dismissed", () => {
  const link = new LinkState(new SettingsState(), new FakeBar("#/compare?nonsense=1"));
  link.read();
  expect(link.notices).toEqual([{ type: "unknown-key", key: "nonsense" }]);
  link.dismiss();
  expect(link.notices).toEqual([]);
});

test("positions beyond the end of the first text are named, those the link did not set are not", () => {
  const link = new LinkState(new SettingsState(), new FakeBar("#/compare?at=99&range=3-99"));
  link.read();
  const beyond = [
    { setting: "chosen", from: "99", to: undefined },
    { setting: "pins", from: "98", to: undefined },
    { setting: "range", from: "3-99", to: "3-9" },
  ] as const;
  link.fit(beyond, 10);
  const named = [
    { type: "beyond-text", key: "at", setting: "chosen", from: "99", last: 9 },
    { type: "beyond-text", key: "range", setting: "range", from: "3-99", to: "3-9", last: 9 },
  ];
  expect(link.notices).toEqual(named);
  link.fit(beyond, 10);
  expect(link.notices).toEqual(named);
});

describe("linkedSettings", () => {
  test("of an example leaves its texts out, for the example brings them", () => {
    const settings = {
      ...defaultSettings(),
      recording: "strawberry",
      prompt: "How many r?",
      solutionIds: [1],
    };
    expect(linkedSettings(settings)).toEqual({
      linked: { ...defaultSettings(), recording: "strawberry" },
      leftOut: "nothing",
    });
  });

  test("leaves out other versions of the solution that no link can hold, and the link says so", () => {
    const settings = new SettingsState();
    const version = (length: number) => ({
      parent: 0,
      writer: "b" as const,
      from: 1,
      ids: Array.from({ length }, () => 123_456),
    });
    const first = { parent: undefined, writer: undefined, from: 0, ids: undefined };
    settings.assign({ prompt: "Why?", solutionIds: [5, 6], branches: [first, version(3)] });
    const link = new LinkState(settings, new FakeBar(""));
    expect(link.leftOut).toBe("nothing");
    expect(link.hash).toBe("#/compare?v=1&q=Why?&ids=5.6&tree=t;0b1.123456.123456.123456");
    settings.set("branches", [first, version(16_000), version(16_000)]);
    expect(link.leftOut).toBe("branches");
    expect(link.hash).toBe("#/compare?v=1&q=Why?&ids=5.6");
  });

  test("leaves out texts that no link can hold, and the link says so", () => {
    const settings = new SettingsState();
    settings.assign({ prompt: noise(150_000), measure: "tv" });
    const link = new LinkState(settings, new FakeBar(""));
    expect(link.leftOut).toBe("texts");
    expect(link.hash).toBe("#/compare?v=1&m=tv");
    settings.set("prompt", "short");
    expect(link.leftOut).toBe("nothing");
  });
});
