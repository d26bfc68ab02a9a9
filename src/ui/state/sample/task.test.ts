import { expect, test } from "vitest";
import { uniform } from "../../../core/random";
import type { RewardTerm } from "../../../core/rewards/reward";
import { DEFAULT_TASK } from "../../../core/tasks/taskShape";
import { packTask } from "../../../core/tasks/taskText";
import type { Task } from "../../../core/tasks/task";
import { SettingsState } from "../settings.svelte";
import { TaskState, type TaskParts } from "./task.svelte";

function store() {
  const values = new Map<string, string>();
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
  };
}

function taskState(settings = new SettingsState(), open = store(), inUse: readonly Task[] = []) {
  return {
    settings,
    task: new TaskState({ ...parts(settings, () => open), inUse: () => inUse }),
    open,
  };
}

function parts(settings: SettingsState, open: TaskParts["store"]): TaskParts {
  const nobody = () => Promise.reject(new Error("nobody is asked"));
  return {
    settings,
    store: open,
    scorer: { extract: nobody, score: nobody, check: nobody },
    lab: { tokenize: nobody, measure: () => expect.unreachable() },
    present: () => [],
    download: () => undefined,
    inUse: () => [],
  };
}

const CODE = "(prompt, answer) => answer.length";
const custom = (code: string): RewardTerm => ({ id: "custom", weight: 1, options: { code } });
const foreign: Task = { ...DEFAULT_TASK, rewards: [custom(CODE)] };

test("the task of an untouched page is the usual one, and writing it back leaves the setting empty", () => {
  const { settings, task } = taskState();
  expect(task.task.template).toEqual({ id: "model" });
  expect(task.preset).toBe("boxed");
  task.setTemplate({ instruction: "Be brief." });
  expect(settings.get("task")).toMatch(/^~/);
  expect(task.task.template.instruction).toBe("Be brief.");
  task.setTemplate({ instruction: "" });
  expect(settings.get("task")).toBe("");
});

test("a preset is in the link by its name, also where it was put together by hand", () => {
  const { settings, task } = taskState();
  task.choosePreset("last-number");
  expect(settings.get("task")).toBe("last-number");
  task.choosePreset("boxed");
  task.setFormat({ id: "last-number" });
  expect(settings.get("task")).toBe("last-number");
  expect(task.preset).toBe("last-number");
});

test("what is written into the setting is read back as the same task", () => {
  const { settings, task } = taskState();
  task.setFormat({ id: "regex", pattern: "x(.)" });
  task.addReward("exact-match");
  task.setWeight(1, 0.5);
  task.setOption(1, "ignoreCase", true);
  expect(taskState(settings).task.task).toEqual(task.task);
  expect(task.task.rewards[1]).toMatchObject({ weight: 0.5, options: { ignoreCase: true } });
});

test("a value that is of no use changes nothing and is named", () => {
  const { task } = taskState();
  expect(task.setOption(0, "whitespace", "none")).toMatchObject({ option: "whitespace", type: "refused" });
  expect(task.task.rewards[0]?.options["whitespace"]).toBe("trim");
  task.setWeight(0, NaN);
  expect(task.task.rewards[0]?.weight).toBe(1);
  task.setWeight(0, 1e9);
  expect(task.task.rewards[0]?.weight).toBe(1000);
  expect(task.setOption(7, "whitespace", "trim")).toBeUndefined();
});

test("code that a link brings is held back until it is let run, and stays allowed after a reload", () => {
  const { settings, task, open } = taskState();
  settings.set("task", packTask(foreign));
  expect(task.allowed).toBe(false);
  expect(task.heldBack).toEqual([{ path: "rewards[0].options.code", code: CODE }]);
  task.allow();
  expect(task.allowed).toBe(true);
  expect(taskState(settings, open).task.allowed).toBe(true);
  expect(taskState(settings).task.allowed).toBe(false);
});

test("typing inside code that is held back does not let it run", () => {
  const { settings, task } = taskState();
  settings.set("task", packTask(foreign));
  task.setOption(0, "code", `${CODE} `);
  expect(task.heldBack).toHaveLength(1);
  task.allow();
  task.setOption(0, "code", `${CODE}  `);
  expect(task.allowed).toBe(true);
  settings.set("task", packTask(foreign));
  expect(task.allowed).toBe(false);
});

test("code that is typed here may run, and so may what the page itself brings", () => {
  const { task } = taskState();
  task.addReward("custom");
  task.setTemplate({ id: "custom" });
  task.setFormat({ id: "regex" });
  expect(task.task.template.custom).toContain("messages");
  expect(task.allowed).toBe(true);
  task.setTemplate({ custom: "{{ question }}" });
  task.setFormat({ pattern: "(\\d+)" });
  task.setOption(1, "code", CODE);
  expect(task.allowed).toBe(true);
});

test("code of one's own that a run, a saved task or another reward still has may run after it was edited", () => {
  const runs: Task[] = [];
  const { task, open, settings } = taskState(undefined, undefined, runs);
  task.addReward("custom");
  task.setOption(1, "code", "() => 1");
  runs.push(task.task);
  for (let at = 2; at < 40; at++) task.setOption(1, "code", `() => ${at}`);
  expect(task.heldBackOf(runs[0] as Task)).toEqual([]);
  expect(taskState(settings, open).task.heldBackOf(runs[0] as Task)).toEqual([]);
  expect(task.heldBackOf({ ...foreign, rewards: [custom("() => 2")] })).toHaveLength(1);
  task.saveAs("Mine");
  task.setOption(1, "code", "() => 50");
  task.openSaved("Mine");
  expect(task.allowed).toBe(true);
  task.addReward("custom");
  task.setOption(2, "code", "() => 39");
  task.setOption(2, "code", "() => 60");
  expect(task.allowed).toBe(true);
});

test("a template or pattern that was left comes back when it is chosen again", () => {
  const { task } = taskState();
  task.setTemplate({ id: "custom", custom: "{{ question }}!" });
  task.setTemplate({ id: "plain" });
  expect(task.task.template).toEqual({ id: "plain" });
  task.setTemplate({ id: "custom" });
  expect(task.task.template.custom).toBe("{{ question }}!");
  task.setFormat({ id: "regex", pattern: "(x)" });
  task.setFormat({ id: "raw" });
  task.setFormat({ id: "regex" });
  expect(task.task.format).toEqual({ id: "regex", pattern: "(x)" });
});

test("tasks are saved by name, opened, replaced and deleted, also after a reload", () => {
  const { settings, task, open } = taskState();
  task.setTemplate({ id: "plain" });
  task.saveAs("Mine");
  task.setTemplate({ id: "chatml" });
  task.saveAs("Another");
  const later = taskState(settings, open).task;
  expect(later.saved).toEqual(["Another", "Mine"]);
  later.openSaved("Mine");
  expect(later.task.template.id).toBe("plain");
  later.setTemplate({ id: "llama3" });
  later.saveAs("Mine");
  later.deleteSaved("Another");
  expect(taskState(settings, open).task.saved).toEqual(["Mine"]);
});

test("a file's task is opened with its problems named, and its code held back", () => {
  const { task } = taskState();
  task.open(JSON.stringify({ ...foreign, colour: "red" }));
  expect(task.problems).toEqual([expect.objectContaining({ path: "colour", why: "unknown" })]);
  expect(task.allowed).toBe(false);
  expect(task.heldBackOf(foreign)).toHaveLength(1);
  task.setTemplate({ id: "plain" });
  expect(task.problems).toEqual([]);
  task.open("{");
  expect(task.problems).toEqual([expect.objectContaining({ path: "task", why: "refused" })]);
  expect(task.task.format).toEqual(DEFAULT_TASK.format);
});

test("a damaged link gives the usual task and says so", () => {
  const { settings, task } = taskState();
  settings.set("task", "~nonsense");
  expect(task.task.template).toEqual(DEFAULT_TASK.template);
  expect(task.problems).toHaveLength(1);
});

test("a task that is too long for a link still stands, and says how long it is", () => {
  const { settings, task } = taskState();
  task.setTemplate({ id: "custom", custom: noise(1), system: noise(2), instruction: noise(3) });
  expect(task.tooLongForLink).toBeUndefined();
  task.addReward("custom");
  task.setOption(1, "code", noise(4));
  expect(task.tooLongForLink).toBe(settings.get("task").length);
  expect(task.tooLongForLink).toBeGreaterThan(60_000);
  expect(task.task.template.custom).toBe(noise(1));
  expect(task.task.rewards[1]?.options["code"]).toBe(noise(4));
  expect(task.problems).toEqual([]);
});

/** 19,000 letters that do not compress. */
function noise(seed: number): string {
  const letters = Array.from({ length: 19_000 }, (_, at) => Math.floor(36 * uniform(seed, "token", 0, at)));
  return letters.map((letter) => letter.toString(36)).join("");
}

test("a shelf that the browser forbids, or that holds something else, keeps nothing", () => {
  const forbidden = new TaskState(
    parts(new SettingsState(), () => {
      throw new Error("forbidden");
    }),
  );
  forbidden.saveAs("Mine");
  expect(forbidden.keeps).toBe(false);
  expect(forbidden.saved).toEqual(["Mine"]);
  const odd = store();
  odd.setItem("rl-on-off:tasks:1", '{"tasks":3}');
  expect(taskState(undefined, odd).task.saved).toEqual([]);
});
