import { expect, test } from "vitest";
import { defaultSettings } from "../../../core/config/settings";
import { samplingLine } from "./samplingLine";

test("temperature and seed are always said", () => {
  expect(samplingLine(defaultSettings())).toBe("T 1 · seed 1");
});

test("what is on besides is said by its name", () => {
  const settings = { ...defaultSettings(), samplingTemperature: 0.7, seed: 12, topK: 40, minP: 0.05 };
  expect(samplingLine(settings)).toBe("T 0.7 · seed 12 · Top-k 40 · Min-p 0.05");
  expect(samplingLine({ ...settings, topK: 0, minP: 0, topP: 0.9, maxNewTokens: 24 })).toBe(
    "T 0.7 · seed 12 · Top-p 0.9 · Most new tokens 24",
  );
});
