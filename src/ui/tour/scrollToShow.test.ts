import { describe, expect, test } from "vitest";
import { scrollToShow, seenOf } from "./scrollToShow";

const free = { top: 200, bottom: 800 };
const page = { up: 1000, down: 1000 };
const at = (top: number, height: number) => ({ top, bottom: top + height });

describe("scrollToShow", () => {
  test("does not move what is seen as a whole", () => {
    expect(scrollToShow(at(200, 600), free, page)).toBe(0);
    expect(scrollToShow(at(750, 50), free, page)).toBe(0);
  });

  test("does not move what begins in the free part and fills half of it", () => {
    expect(scrollToShow(at(500, 900), free, page)).toBe(0);
    expect(scrollToShow(at(501, 900), free, page)).toBe(301);
  });

  test("brings a place below or above into the middle of the free part", () => {
    expect(scrollToShow(at(1000, 100), free, page)).toBe(550);
    expect(scrollToShow(at(-100, 100), free, page)).toBe(-550);
  });

  test("brings a place that is partly covered into the middle", () => {
    expect(scrollToShow(at(150, 100), free, page)).toBe(-300);
  });

  test("shows the beginning of a place larger than the free part", () => {
    expect(scrollToShow(at(-300, 2000), free, page)).toBe(-500);
  });

  test("goes no further than the page does", () => {
    expect(scrollToShow(at(1000, 100), free, { up: 0, down: 70 })).toBe(70);
    expect(scrollToShow(at(10, 40), free, { up: 0, down: 900 })).toBe(0);
  });

  test("shows the beginning of a place where nothing of the window is free", () => {
    expect(scrollToShow(at(900, 40), { top: 300, bottom: 250 }, page)).toBe(600);
  });
});

test("what is seen of a place is what lies in the free part", () => {
  expect(seenOf(at(150, 100), free)).toBe(50);
  expect(seenOf(at(0, 100), free)).toBe(0);
});
