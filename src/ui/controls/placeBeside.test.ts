import { expect, test } from "vitest";
import { keepWithin, placeBeside } from "./placeBeside";

const viewport = { width: 400, height: 600 };
const button = { left: 100, top: 200, bottom: 230, width: 60 };

test("a panel opens below its button, in line with it", () => {
  expect(placeBeside(button, { width: 200, height: 100 }, viewport)).toEqual({ left: 100, top: 236 });
});

test("where there is no room below it opens above", () => {
  const low = { ...button, top: 500, bottom: 530 };
  expect(placeBeside(low, { width: 200, height: 100 }, viewport)).toEqual({ left: 100, top: 394 });
});

test("it never leaves the window to the side", () => {
  expect(placeBeside({ ...button, left: 350 }, { width: 200, height: 100 }, viewport).left).toBe(192);
  expect(placeBeside({ ...button, left: -20 }, { width: 200, height: 100 }, viewport).left).toBe(8);
});

test("what fits neither below nor above begins at the top", () => {
  expect(placeBeside(button, { width: 200, height: 590 }, viewport).top).toBe(8);
});

test("a panel that grows moves only as far as it takes to stay within the window", () => {
  const panel = { left: 100, top: 236, width: 200, height: 300 };
  expect(keepWithin(panel, viewport)).toEqual({ left: 100, top: 236 });
  expect(keepWithin({ ...panel, height: 400, width: 310 }, viewport)).toEqual({ left: 82, top: 192 });
  expect(keepWithin({ ...panel, height: 700 }, viewport).top).toBe(8);
});
