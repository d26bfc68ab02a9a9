import { expect, test } from "vitest";
import { defaultSettings } from "../../core/config/settings";
import { SettingsState } from "./settings.svelte";

test("settings begin at their defaults", () => {
  expect(new SettingsState().all()).toEqual(defaultSettings());
});

test("numbers are clamped to what the row allows, and NaN changes nothing", () => {
  const settings = new SettingsState();
  settings.set("k", 12.4);
  expect(settings.get("k")).toBe(12);
  settings.set("k", 1e9);
  expect(settings.get("k")).toBe(50);
  settings.set("k", NaN);
  expect(settings.get("k")).toBe(50);
});

test("assign sets what is given and leaves the rest", () => {
  const settings = new SettingsState();
  settings.assign({ prompt: "How many r?", chat: false });
  expect(settings.all()).toEqual({ ...defaultSettings(), prompt: "How many r?", chat: false });
});
