import { describe, expect, test } from "vitest";
import { MAX_LESSON_LENGTH, readLesson } from "./lesson";

const LESSON = [
  "# Adding up",
  "",
  "Two models *add*.",
  "",
  "## Open the example",
  "",
  "It is about **apples**.",
  "",
  "```step",
  "do: example carry",
  "do: token 15",
  "done: example carry",
  "done: token 15",
  "```",
  "",
  "### A remark",
  "",
  "```",
  "code",
  "```",
  "",
  "## Think about it",
].join("\n");

describe("a lesson", () => {
  test("has a title, and a step for its beginning and for every second heading", () => {
    const { lesson, problems } = readLesson(LESSON);
    expect(problems).toEqual([]);
    expect(lesson?.title).toBe("Adding up");
    expect(lesson?.steps.map(({ title }) => title)).toEqual([
      "Adding up",
      "Open the example",
      "Think about it",
    ]);
  });

  test("keeps what its steps do and when they are done, and no step block in the text", () => {
    const step = readLesson(LESSON).lesson?.steps[1];
    expect(step?.actions).toHaveLength(2);
    expect(step?.conditions).toHaveLength(2);
    expect(step?.text.map(({ type }) => type)).toEqual(["paragraph", "heading", "code"]);
  });

  test("without a title is named after its first step", () => {
    expect(readLesson("## One\n\n## Two").lesson).toMatchObject({
      title: "One",
      steps: [{ title: "One" }, { title: "Two" }],
    });
  });

  test("names what it does not know by its line, and keeps the rest", () => {
    const { lesson, problems } = readLesson(
      [
        "## One",
        "```step",
        "do: explode now",
        "do: token zero",
        "do: set temperature=2",
        "do: set k=999",
        "done: constructor",
        "done: setting k ~ 5",
        "jump: 3",
        "do: compare",
        "```",
      ].join("\n"),
    );
    expect(lesson?.steps[0]?.actions).toHaveLength(1);
    expect(problems).toMatchObject([
      { type: "unknown-word", line: 3, word: "explode" },
      { type: "bad-arguments", line: 4, text: "token zero" },
      { type: "bad-arguments", line: 5, reason: "no setting is called “temperature”" },
      { type: "bad-arguments", line: 6, reason: "Candidates cannot be “999”" },
      { type: "unknown-word", line: 7, word: "constructor" },
      { type: "bad-arguments", line: 8, reason: "“k ~ 5” is no comparison" },
      { type: "no-such-line", line: 9, text: "jump: 3" },
    ]);
  });

  test.each([
    ["empty", "", "no-steps"],
    ["only a title", "# Title", "no-steps"],
    ["a megabyte", "a".repeat(1_000_000), "too-long"],
    ["knotted emphasis", "*a_".repeat(9000), "tangled"],
    ["quotes without end", ">".repeat(MAX_LESSON_LENGTH), "tangled"],
  ])("that is %s is refused by name", (_, source, type) => {
    const { lesson, problems } = readLesson(source);
    expect(lesson).toBeUndefined();
    expect(problems).toMatchObject([{ type }]);
  });

  test("with too many steps or lines is cut, and says so", () => {
    const { lesson, problems } = readLesson(
      `## a\n\`\`\`step\n${"do: compare\n".repeat(30)}\`\`\`\n${"## b\n".repeat(100)}`,
    );
    expect(lesson?.steps).toHaveLength(60);
    expect(lesson?.steps[0]?.actions).toHaveLength(20);
    expect(problems).toMatchObject([
      { type: "too-many-lines", line: 2, lines: 30, limit: 20 },
      { type: "too-many-steps", steps: 101, limit: 60 },
    ]);
  });
});
