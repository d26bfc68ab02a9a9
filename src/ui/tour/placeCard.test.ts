import { describe, expect, test } from "vitest";
import { placeCard, type Corner } from "./placeCard";

const wide = {
  card: { width: 368, height: 180 },
  window: { width: 1280, height: 900 },
  free: { top: 0, bottom: 900 },
  page: { up: 0, down: 2000 },
  margin: 24,
  corners: ["bottom-right", "bottom-left", "top-right", "top-left"] as readonly Corner[],
};
const phone = {
  card: { width: 374, height: 187 },
  window: { width: 390, height: 844 },
  free: { top: 0, bottom: 844 },
  page: { up: 0, down: 2000 },
  margin: 8,
  corners: ["top-right", "bottom-right"] as readonly Corner[],
};

describe("placeCard", () => {
  test("takes the first corner where it stands beside the place", () => {
    const place = { left: 24, right: 808, top: 300, bottom: 700 };
    expect(placeCard({ ...wide, place })).toEqual({ corner: "bottom-right", scroll: 0 });
  });

  test("goes to the other side of a place that it would cover", () => {
    const place = { left: 856, right: 1256, top: 200, bottom: 890 };
    expect(placeCard({ ...wide, place })).toEqual({ corner: "bottom-left", scroll: 0 });
  });

  test("goes to the bottom for a place at the top of a page that cannot scroll up", () => {
    const place = { left: 300, right: 374, top: 12, bottom: 46 };
    expect(placeCard({ ...phone, place })).toEqual({ corner: "bottom-right", scroll: 0 });
  });

  test("brings a place below the window under the card", () => {
    const place = { left: 16, right: 374, top: 1070, bottom: 1370 };
    const { corner, scroll } = placeCard({ ...phone, place }) ?? {};
    expect(corner).toBe("top-right");
    expect(1070 - (scroll ?? 0)).toBeGreaterThanOrEqual(187 + 8);
    expect(1370 - (scroll ?? 0)).toBeLessThanOrEqual(844);
  });

  test("leaves a sheet at the bottom to itself", () => {
    const place = { left: 0, right: 390, top: 400, bottom: 844 };
    expect(placeCard({ ...phone, page: { up: 0, down: 0 }, place })?.corner).toBe("top-right");
  });
});
