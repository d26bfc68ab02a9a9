import { describe, expect, test } from "vitest";
import { boxOf, clipped, overlap, placeLabels, textWidth } from "./placeLabels";

const room = { left: 0, right: 200, top: 0, bottom: 100 };
const place = (x: number, y: number) => ({ x, y, anchor: "start" as const });

describe("placeLabels", () => {
  test("takes the first place where nothing is in the way", () => {
    expect(placeLabels([{ text: "A", places: [place(10, 20), place(10, 50)] }], [], room, 10)).toEqual([
      place(10, 20),
    ]);
  });

  test("makes way for what is drawn and for the labels before", () => {
    const places = [place(10, 20), place(10, 50), place(10, 80)];
    const drawn = { left: 0, right: 100, top: 10, bottom: 25 };
    expect(
      placeLabels(
        [
          { text: "first", places },
          { text: "second", places },
        ],
        [drawn],
        room,
        10,
      ),
    ).toEqual([place(10, 50), place(10, 80)]);
  });

  test("stays within the room rather than clear of what is drawn", () => {
    const drawn = { left: 0, right: 60, top: 40, bottom: 60 };
    const places = [place(190, 50), place(10, 50)];
    expect(placeLabels([{ text: "switched", places }], [drawn], room, 10)).toEqual([place(10, 50)]);
  });

  test("gives none to a label without a place", () => {
    expect(placeLabels([{ text: "x", places: [] }], [], room, 10)).toEqual([null]);
  });
});

describe("the box of a text", () => {
  test("lies as its anchor says", () => {
    const width = textWidth("abcd", 10);
    expect(boxOf("abcd", { x: 50, y: 20, anchor: "end" }, 10).right).toBe(50);
    expect(boxOf("abcd", { x: 50, y: 20, anchor: "middle" }, 10).left).toBe(50 - width / 2);
  });

  test("shares an area only with what it covers", () => {
    expect(overlap(room, { left: 190, right: 300, top: 90, bottom: 300 })).toBe(100);
    expect(overlap(room, { left: 200, right: 300, top: 0, bottom: 50 })).toBe(0);
  });
});

describe("clipped", () => {
  test("leaves out the middle of what is too long", () => {
    expect(clipped("short", 5)).toBe("short");
    expect(clipped("owner/a-model-1.7B", 9)).toBe("owne…1.7B");
    expect(clipped("abc", 1)).toBe("a…");
  });
});
