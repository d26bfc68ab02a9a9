import { expect, test } from "vitest";
import { frontierLabels, shareAxisLabel } from "./frontier.labels";

const a = { reward: 0.2, low: 0.1, high: 0.3 };
const names = { a: "an-owner/small-model-base", b: "rl" };

test("frontierLabels clips the name where there is little room, never the reward", () => {
  const labels = frontierLabels({ names, a }, (reward) => reward.toFixed(2));
  expect(labels.a(60)).toBe("an-owner/small-model-base alone 0.20");
  expect(labels.a(24)).toBe("an-own…l-base alone 0.20");
  expect(labels.a(1)).toBe("an…ase alone 0.20");
  expect([labels.switched(9), labels.control(9)]).toEqual(["switched", "random control"]);
});

test("shareAxisLabel names the model whose tokens are counted", () => {
  expect(shareAxisLabel("rl", 40)).toBe("tokens from rl");
  expect(shareAxisLabel(names.a, 25)).toBe("tokens from an-own…l-base");
});
