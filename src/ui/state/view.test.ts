import { expect, test } from "vitest";
import { SettingsState } from "./settings.svelte";
import { ViewState } from "./view.svelte";

test("details follow the pointer and fall back to what is chosen", () => {
  const view = new ViewState(new SettingsState());
  expect(view.shown).toBeNull();
  view.choose(3);
  view.hovered = 5;
  expect(view.shown).toBe(5);
  view.hovered = null;
  expect(view.shown).toBe(3);
});

test("pins are kept in the order they were made, and a second click takes one away", () => {
  const settings = new SettingsState();
  const view = new ViewState(settings);
  for (const position of [7, 2, 9, 2]) view.togglePin(position);
  expect(settings.get("pins")).toEqual([7, 9]);
  expect([view.isPinned(7), view.isPinned(2)]).toEqual([true, false]);
});

test("a shorter text lets go of what lies beyond it", () => {
  const view = new ViewState(new SettingsState());
  view.choose(9);
  view.togglePin(2);
  view.togglePin(10);
  view.range = [4, 12];
  view.hovered = 11;
  expect(view.fit(10)).toEqual([
    { setting: "pins", from: "2.10", to: "2" },
    { setting: "range", from: "4-12", to: "4-9" },
  ]);
  expect([view.chosen, view.pins, view.range, view.hovered]).toEqual([9, [2], [4, 9], null]);
  expect(view.fit(4)).toEqual([
    { setting: "chosen", from: "9", to: undefined },
    { setting: "range", from: "4-9", to: undefined },
  ]);
  expect(view.fit(4)).toEqual([]);
});

test("clear lets go of everything", () => {
  const view = new ViewState(new SettingsState());
  view.choose(0);
  view.togglePin(0);
  view.range = [0, 1];
  view.values = {
    measure: "js",
    interval: { low: 0, high: 0.1, includesLow: true, includesHigh: false },
  };
  view.hovered = 1;
  view.clear();
  expect([view.shown, view.pins, view.range, view.values]).toEqual([null, [], null, null]);
});
