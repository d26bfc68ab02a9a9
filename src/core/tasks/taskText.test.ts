import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pack } from "../config/packedText";
import { TASK_PRESETS } from "./presets";
import type { Task } from "./task";
import { TASK_PATTERN } from "./taskPattern";
import { DEFAULT_TASK, readTask, type ReadTerm } from "./taskShape";
import { foreignCode, packTask, parseTask, taskJson, unpackTask } from "./taskText";

const readTerm: ReadTerm = (id, options) => {
  if (!/^[a-z-]{1,30}$/.test(id)) return undefined;
  const { odd, ...rest } = options;
  return {
    options: rest as Record<string, string>,
    problems: odd === undefined ? [] : [{ option: "odd", type: "refused", value: "1", expected: "none" }],
  };
};

const anyTask: fc.Arbitrary<Task> = fc.record({
  template: fc.oneof(
    fc.record({ id: fc.constantFrom("plain", "chatml", "llama3", "model") }),
    fc.record({
      id: fc.constant("custom" as const),
      custom: fc.string(),
      system: fc.string({ minLength: 1 }),
      instruction: fc.string({ minLength: 1 }),
    }),
  ),
  format: fc.oneof(
    fc.record({ id: fc.constantFrom("raw", "boxed", "answer-tags", "last-number") }),
    fc.record({ id: fc.constant("regex" as const), pattern: fc.constantFrom("(\\d+)", "a|b", "é+") }),
  ),
  rewards: fc.array(
    fc.record({
      id: fc.constantFrom("exact-match", "math", "custom"),
      weight: fc.constantFrom(-1, 0, 0.25, 1),
      options: fc.dictionary(
        fc.constantFrom("one", "two", "three"),
        fc.oneof(fc.boolean(), fc.integer(), fc.string()),
      ),
    }),
    { maxLength: 5 },
  ),
});

describe("a task as text", () => {
  test("comes back from link and file as it was", () => {
    fc.assert(
      fc.property(anyTask, (task) => {
        const text = packTask(task);
        expect(text).toMatch(TASK_PATTERN);
        for (const read of [unpackTask(text, readTerm), parseTask(taskJson(task), readTerm)]) {
          expect(read.problems).toEqual([]);
          expect(read.task).toEqual(task);
        }
      }),
    );
  });

  test("is a preset's id where it is that preset", () => {
    for (const { id, task } of TASK_PRESETS) {
      expect(packTask(task)).toBe(id);
      expect(unpackTask(id, readTerm)).toEqual({ task, problems: [] });
    }
    expect(TASK_PRESETS[0]!.task).toBe(DEFAULT_TASK);
    expect(unpackTask("", readTerm).task).toEqual(DEFAULT_TASK);
    const [first] = TASK_PRESETS;
    expect(packTask({ ...first!.task, template: { id: "model", system: "" } })).toBe(first!.id);
  });

  test("every preset names rewards that there are", () => {
    for (const { id } of TASK_PRESETS) expect(unpackTask(id).problems).toEqual([]);
  });

  test("names what is unknown, refused, clamped or cut, and mends it", () => {
    const { task, problems } = readTask(
      {
        template: { id: "sharegpt", system: 3, colour: "red", custom: "{{" },
        format: { id: "regex", pattern: "[" },
        rewards: [
          { id: "math", weight: 1e9, options: { odd: 1, fine: 2 } },
          { id: "NOPE" },
          5,
          { id: "bleu", weight: "much" },
        ],
        extra: 1,
      },
      readTerm,
    );
    expect(task).toEqual({
      template: { id: "model" },
      format: { id: "regex", pattern: "[" },
      rewards: [
        { id: "math", weight: 1000, options: { fine: 2 } },
        { id: "bleu", weight: 1, options: {} },
      ],
    });
    expect(problems.map(({ path, why }) => `${path} ${why}`)).toEqual([
      "extra unknown",
      "rewards[0].options.odd refused",
      "rewards[0].weight clamped",
      "rewards[1].id unknown",
      "rewards[2] refused",
      "rewards[2].id unknown",
      "rewards[3].weight refused",
      "template.colour unknown",
      "template.id unknown",
      "template.system refused",
      "template.custom unknown",
      "format.pattern refused",
    ]);
  });

  test("that is damaged is the default, with the reason", () => {
    for (const text of [
      "~",
      "~AAAA",
      "~!!",
      "nobody",
      `~${pack(["{"])}`,
      `~${pack(["[]"])}`,
      `~${pack(["null"])}`,
      `~${"A".repeat(70_000)}`,
    ]) {
      const read = unpackTask(text, readTerm);
      expect(read.problems.length).toBeGreaterThan(0);
      expect(read.task).toEqual(DEFAULT_TASK);
    }
  });

  test("has whole options once it is read, and is its preset still", () => {
    const { task, problems } = unpackTask("");
    expect(problems).toEqual([]);
    expect(Object.keys(task.rewards[0]!.options).length).toBeGreaterThan(0);
    expect(packTask(task)).toBe(TASK_PRESETS[0]!.id);
  });

  test("of any JSON is a task", () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        const { task } = parseTask(json, readTerm);
        expect(unpackTask(packTask(task), readTerm)).toEqual({
          task,
          problems: expect.any(Array) as unknown,
        });
      }),
    );
    const many = readTask({ rewards: Array(1000).fill(7) }, readTerm);
    expect(many.problems.length).toBeLessThanOrEqual(100);
    expect(many.task.rewards).toEqual([]);
  });

  test("tells which of it is somebody's code", () => {
    expect(foreignCode(DEFAULT_TASK)).toEqual([]);
    const task: Task = {
      template: { id: "custom", custom: "{{ question }}" },
      format: { id: "regex", pattern: "x" },
      rewards: [],
    };
    expect(foreignCode(task).map((one) => one.code)).toEqual(["{{ question }}", "x"]);
  });
});
