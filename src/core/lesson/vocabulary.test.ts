import { describe, expect, test } from "vitest";
import { defaultSettings } from "../config/settings";
import { ACTIONS } from "./actions";
import { CONDITIONS } from "./conditions";
import type { LessonSnapshot } from "./snapshot";
import type { LessonStage } from "./stage";
import { readWord } from "./vocabulary";

/** Writes down what is done on it. */
function recordingStage(): LessonStage & { done: unknown[] } {
  const done: unknown[] = [];
  const note =
    (verb: string) =>
    (...args: unknown[]): void =>
      void done.push([verb, ...args]);
  const later =
    (verb: string) =>
    async (...args: unknown[]): Promise<void> =>
      void done.push([verb, ...args]);
  return {
    done,
    set: note("set"),
    choose: note("choose"),
    pin: note("pin"),
    type: note("type"),
    openExample: later("openExample"),
    compare: later("compare"),
    write: later("write"),
    force: later("force"),
    turn: later("turn"),
    switch: later("switch"),
    choosePoint: later("choosePoint"),
  };
}

async function doneBy(text: string): Promise<unknown[]> {
  const action = readWord(ACTIONS, text);
  if (!action.ok) throw new Error(JSON.stringify(action.problem));
  const stage = recordingStage();
  await action.value(stage);
  return stage.done;
}

function snapshot(changed: Partial<LessonSnapshot> = {}): LessonSnapshot {
  return {
    settings: defaultSettings(),
    ready: { a: false, b: false },
    numbers: "none",
    writtenBy: undefined,
    versions: 1,
    mostDifferent: undefined,
    right: undefined,
    view: "compare",
    switched: undefined,
    pointChosen: false,
    ...changed,
  };
}

function holds(text: string, now: Partial<LessonSnapshot>, start: Partial<LessonSnapshot> = {}): boolean {
  const condition = readWord(CONDITIONS, text);
  if (!condition.ok) throw new Error(JSON.stringify(condition.problem));
  return condition.value(snapshot(now), snapshot(start));
}

/** One of twenty tokens from B; whether B alone is right is not known yet. */
const SAVED = { switched: { tokens: 20, fromB: 1, right: { switched: true, a: false } } };

const withSettings = (settings: object) => ({ settings: { ...defaultSettings(), ...settings } });

describe("every word", () => {
  test.each(Object.entries(ACTIONS))("for an action is read as it is shown: %s", (_, { usage }) => {
    expect(usage.map((text) => readWord(ACTIONS, text).ok)).not.toContain(false);
  });

  test.each(Object.entries(CONDITIONS))("for a condition is read as it is shown: %s", (_, { usage }) => {
    expect(usage.map((text) => readWord(CONDITIONS, text).ok)).not.toContain(false);
  });

  test("that nobody knows is named beside those there are", () => {
    expect(readWord(CONDITIONS, "dance")).toMatchObject({
      ok: false,
      problem: { type: "unknown-word", word: "dance", known: Object.keys(CONDITIONS) },
    });
  });
});

describe("an action", () => {
  test.each([
    ["example carry", ["openExample", "carry"]],
    ["token 7", ["choose", 6]],
    ["token most-different", ["choose", "most-different"]],
    ["pin 1", ["pin", 0]],
    ["set m=klAB k=5", ["set", { measure: "klAB", k: 5 }]],
    ["prompt How many r in strawberry?", ["type", "prompt", "How many r in strawberry?"]],
    ["solution a = b", ["type", "solution", "a = b"]],
    ["compare", ["compare"]],
    ["write b", ["write", "b"]],
    ["force 15 b", ["force", 14, "b"]],
    [
      "set ans=49 sth=-1 p=hysteresis",
      ["set", { expected: "49", switchThreshold: -1, policy: "hysteresis" }],
    ],
    ["view switch", ["turn", "switch"]],
    ["switch", ["switch"]],
    ["study", ["choosePoint"]],
  ])("%s", async (text, done) => {
    expect(await doneBy(text)).toEqual([done]);
  });

  test.each([
    "example ../x",
    "token 0",
    "token 99999",
    "set a=evil/model",
    "set k",
    "compare all",
    "force 3",
    "view lessons",
    "switch a",
  ])("%s is refused", (text) =>
    expect(readWord(ACTIONS, text)).toMatchObject({ ok: false, problem: { type: "bad-arguments" } }),
  );
});

describe("a condition", () => {
  test.each([
    ["token 7", withSettings({ chosen: 6 }), true],
    ["token 7", withSettings({ chosen: 5 }), false],
    ["token any", withSettings({ chosen: 0 }), true],
    ["token any", {}, false],
    ["token most-different", { ...withSettings({ chosen: 4 }), mostDifferent: 4 }, true],
    ["token most-different", {}, false],
    ["pinned any", withSettings({ pins: [3] }), true],
    ["pinned 3", withSettings({ pins: [3] }), false],
    ["setting k >= 5", withSettings({ k: 5 }), true],
    ["setting k > 10", {}, false],
    ["setting m = klAB", withSettings({ measure: "klAB" }), true],
    ["setting m != js", {}, false],
    ["example carry", withSettings({ recording: "carry" }), true],
    ["compared", { numbers: "recorded" }, true],
    ["live", { numbers: "recorded" }, false],
    ["live", { numbers: "live" }, true],
    ["loaded both", { ready: { a: true, b: false } }, false],
    ["loaded a", { ready: { a: true, b: false } }, true],
    ["written b", { writtenBy: "b" }, true],
    ["written any", {}, false],
    ["versions 2", { versions: 2 }, true],
    ["answer right", { right: true }, true],
    ["answer wrong", {}, false],
    ["view switch", { view: "switch" }, true],
    ["view switch", {}, false],
    ["switched right", SAVED, true],
    ["switched wrong", SAVED, false],
    ["switched wrong", {}, false],
    ["alone a wrong", SAVED, true],
    ["alone a right", SAVED, false],
    ["alone b right", SAVED, false],
    ["share < 10", SAVED, true],
    ["share < 5", SAVED, false],
    ["share >= 5", SAVED, true],
    ["share <= 0", {}, false],
    ["study", { pointChosen: true }, true],
    ["study", {}, false],
  ] as const)("%s", (text, now, expected) => {
    expect(holds(text, now)).toBe(expected);
  });

  test.each(["share 10", "share = 5", "share < many", "alone wrong", "switched", "view"])(
    "%s is refused",
    (text) =>
      expect(readWord(CONDITIONS, text)).toMatchObject({ ok: false, problem: { type: "bad-arguments" } }),
  );

  test("changed asks how the step began", () => {
    const now = withSettings({ threshold: 0.3 });
    expect(holds("changed th", now)).toBe(true);
    expect(holds("changed th", now, now)).toBe(false);
  });
});
