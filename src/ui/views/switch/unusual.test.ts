import { expect, test } from "vitest";
import { defaultSettings } from "../../../core/config/settings";
import { unusualOf } from "./unusual";

test("settings that are as usual are not told", () => {
  expect(unusualOf(defaultSettings())).toEqual([]);
});

test("what was changed is told by label and value, in the order of the panel", () => {
  const { endRepetition } = defaultSettings();
  const told = unusualOf({
    ...defaultSettings(),
    sample: 3,
    stopStrings: '}\n\nso "',
    endRepetition: !endRepetition,
  });
  expect(told.map(({ label, value }) => [label, value])).toEqual([
    ["Stop strings", '"}", "so \\""'],
    ["End repetitions", endRepetition ? "off" : "on"],
    ["Sample", "3"],
  ]);
});
