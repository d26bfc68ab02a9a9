import { expect, test } from "vitest";
import { isPackedLesson, LESSON_PATTERN, packLesson, unpackLesson } from "./lessonLink";

test("a lesson in a link comes back word by word", () => {
  const source = "# Title\n\n## Ümläut 🍓\n";
  const packed = packLesson(source);
  expect(packed).toMatch(LESSON_PATTERN);
  expect(isPackedLesson(packed)).toBe(true);
  expect(unpackLesson(packed)).toBe(source);
});

test("a damaged one is told apart", () => {
  expect(unpackLesson("~AAAA")).toBeUndefined();
  expect(unpackLesson(packLesson("text").slice(0, -3))).toBeUndefined();
});

test("an id is no packed lesson, and what is neither is refused", () => {
  expect(isPackedLesson("distribution")).toBe(false);
  for (const value of ["../secrets", "A", "~", `~${"a".repeat(60_001)}`]) {
    expect(value).not.toMatch(LESSON_PATTERN);
  }
});
