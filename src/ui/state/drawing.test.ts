import { expect, test } from "vitest";
import { defaultSettings } from "../../core/config/settings";
import { drawingOf } from "./drawing";

test("drawingOf is what the settings say of writing, and nothing else", () => {
  const drawing = { samplingTemperature: 0.5, topK: 7, topP: 0.9, minP: 0.1, seed: 3, maxNewTokens: 12 };
  expect(drawingOf({ ...defaultSettings(), ...drawing, temperature: 2 })).toEqual({
    sampling: { temperature: 0.5, topK: 7, topP: 0.9, minP: 0.1 },
    seed: 3,
    maxNewTokens: 12,
  });
});
