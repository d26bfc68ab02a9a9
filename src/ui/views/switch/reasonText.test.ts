import { expect, test } from "vitest";
import { reasonText } from "./reasonText";

test("nats are shown as bits where bits are chosen, and the unit is named", () => {
  expect(reasonText("JS 0.2 > 0.1", "bits")).toBe("JS 0.289 > 0.144 bits");
  expect(reasonText("mean JS 0.2 > 0.1", "nats")).toBe("mean JS 0.200 > 0.100 nats");
  expect(reasonText("H(B) 0.5 < 1", "nats")).toBe("H(B) 0.500 < 1.00 nats");
});

test("total variation is a probability whatever the unit", () => {
  expect(reasonText("TV 0.3 > 0.2", "bits")).toBe("TV 30.0\u00a0% > 20.0\u00a0%");
});

test("a reason without numbers stays as it is", () => {
  expect(reasonText("by hand", "bits")).toBe("by hand");
});
