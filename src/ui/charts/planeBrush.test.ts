import { describe, expect, test } from "vitest";
import type { Span } from "./brush";
import { PlaneBrush } from "./planeBrush";

/** A plane of ten pixels a place. */
function plane(before: Span | null = null) {
  const state = { span: before };
  const brush = new PlaneBrush({
    placeAt: (x) => Math.floor(x / 10),
    span: () => state.span,
    onSpan: (span) => (state.span = span),
  });
  return { state, brush };
}

describe("PlaneBrush", () => {
  test("selects from where the pointer went down to where it is, in either direction", () => {
    const { state, brush } = plane();
    brush.press(55);
    expect(brush.move(82)).toBe(true);
    expect(state.span).toEqual([5, 8]);
    brush.move(21);
    expect(state.span).toEqual([2, 5]);
    brush.release();
    brush.move(99);
    expect(state.span).toEqual([2, 5]);
  });

  test("takes a press that hardly moves for a click", () => {
    const { state, brush } = plane();
    brush.press(59);
    expect(brush.move(61)).toBe(false);
    brush.release();
    expect([state.span, brush.isClick()]).toEqual([null, true]);
  });

  test("does not take the end of a drag for a click, but the next press", () => {
    const { brush } = plane();
    brush.press(10);
    brush.move(40);
    brush.release();
    expect(brush.isClick()).toBe(false);
    expect(brush.isClick()).toBe(true);
    brush.press(10);
    brush.move(40);
    brush.release();
    brush.press(10);
    brush.release();
    expect(brush.isClick()).toBe(true);
  });

  test("brings back what was selected when a drag is given up, and the pointer's way up is no click", () => {
    const { state, brush } = plane([1, 2]);
    brush.press(50);
    brush.move(90);
    expect(brush.giveUp()).toBe(true);
    expect(state.span).toEqual([1, 2]);
    brush.move(20);
    brush.release();
    expect([state.span, brush.isClick()]).toEqual([[1, 2], false]);
  });

  test("has nothing to give up without a drag", () => {
    const { state, brush } = plane([1, 2]);
    expect(brush.giveUp()).toBe(false);
    brush.press(50);
    expect(brush.giveUp()).toBe(false);
    expect([state.span, brush.isClick()]).toEqual([[1, 2], true]);
  });
});
