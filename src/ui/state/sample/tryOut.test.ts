import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { MeasureEvent, MeasureRequest } from "../../../core/experiment/sample/events";
import type { RewardInput, RewardOutcome } from "../../../core/rewards/reward";
import { scoreTerm } from "../../../core/rewards/scoreTerm";
import { extract } from "../../../core/tasks/formats/formats";
import type { Task } from "../../../core/tasks/task";
import { DEFAULT_TASK, readTask } from "../../../core/tasks/taskShape";
import { TryOutState, type AnswerScorer, type TryOutParts } from "./tryOut.svelte";

const example = { question: "2 + 2?", reference: "4", row: {} };
const boxed = readTask(DEFAULT_TASK).task;

/** Scores where it stands, and keeps what it was given. */
function direct(seen: RewardInput[] = []): AnswerScorer {
  return {
    async extract(format, texts) {
      return { ok: true, value: texts.map((text) => ({ ok: true, value: extract(format, text) })) };
    },
    async score(terms, inputs) {
      seen.push(...inputs);
      const value: RewardOutcome[][] = [];
      for (const input of inputs)
        value.push(await Promise.all(terms.map((term) => scoreTerm(term, input, {}))));
      return { ok: true, value };
    },
    check: async () => ({ ok: true, value: undefined }),
  };
}

const words = (text: string) => text.match(/\s*\S+/g) ?? [];

/** Every token as likely as one in e. */
function measured({ items, models }: MeasureRequest) {
  async function* events(): AsyncGenerator<MeasureEvent> {
    for (const [item, { text }] of items.entries()) {
      const tokens = words(text);
      const reading = { tokens, nll: new Float64Array(tokens.length).fill(1), entropy: new Float64Array(0) };
      const readings = Object.fromEntries(models.map((model) => [model, reading]));
      yield { type: "measure-item", run: 1, item, readings };
    }
  }
  return Object.assign(events(), { run: 1, stop: () => undefined });
}

function parts(over: Partial<TryOutParts> = {}): TryOutParts {
  return {
    scorer: direct(),
    lab: {
      tokenize: async () => ({ ok: true, value: { prompt: [], solution: [], rendered: "" } }),
      measure: measured,
    },
    present: () => ["a", "b"],
    baselinesFor: () => () => ({}),
    ...over,
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function tried(state: TryOutState, task: Task, answer: string) {
  state.request(task, example, answer);
  await vi.waitFor(() => expect(state.fresh).toBe(true));
  return state.tried;
}

test("an answer's extracted part, rewards and sum are there after a short pause", async () => {
  const state = new TryOutState(parts());
  state.request(boxed, example, "It is \\boxed{4}");
  expect(state.fresh).toBe(false);
  await vi.runAllTimersAsync();
  expect(state.fresh).toBe(true);
  expect(state.tried).toMatchObject({
    extraction: { ok: true, value: "4" },
    terms: [{ id: "exact-match", weight: 1, outcome: { ok: true, value: 1 } }],
    total: 1,
  });
  expect((await tried(state, boxed, "It is 4"))?.extraction).toEqual({ ok: true, value: undefined });
});

test("of several answers in a row the last one counts, and forgetting leaves nothing", async () => {
  const seen: RewardInput[] = [];
  const state = new TryOutState(parts({ scorer: direct(seen) }));
  for (const answer of ["1", "12", "123"]) state.request(boxed, example, answer);
  await vi.runAllTimersAsync();
  expect(seen.map(({ answer }) => answer)).toEqual(["123"]);
  state.request(boxed, example, "x");
  state.forget();
  await vi.runAllTimersAsync();
  expect(state.tried).toBeUndefined();
});

test("rewards get the prompt, the reference and, where they ask for them, a model's likelihoods", async () => {
  const seen: RewardInput[] = [];
  const state = new TryOutState(parts({ scorer: direct(seen) }));
  const task = readTask({
    template: { id: "plain", instruction: "Box it." },
    rewards: [{ id: "perplexity" }],
  }).task;
  const result = await tried(state, task, "it is four");
  expect(seen[0]).toMatchObject({ prompt: "2 + 2?\nBox it.", reference: "4", tokens: 3 });
  expect(result?.terms[0]?.outcome).toMatchObject({ ok: true });
  expect(result?.likelihoods.a?.tokens.join("")).toBe("it is four");
  const none = new TryOutState(parts({ present: () => [] }));
  expect((await tried(none, task, "it is four"))?.terms[0]?.outcome).toEqual({
    ok: false,
    why: "no-likelihood",
  });
});

test("a template that cannot be used, or a scorer that fails, is said and leaves no result", async () => {
  const state = new TryOutState(parts());
  await tried(state, { ...boxed, template: { id: "custom", custom: "{{ + }}" } }, "x");
  expect(state.failure?.code).toBe("bad-input");
  expect(state.tried).toBeUndefined();
  await tried(state, boxed, "x");
  expect(state.failure).toBeUndefined();
  const failure = { code: "worker-crashed", message: "gone" } as const;
  const broken = { ...direct(), score: async () => ({ ok: false as const, failure }) };
  const other = new TryOutState(parts({ scorer: broken }));
  await tried(other, boxed, "x");
  expect(other.failure).toEqual(failure);
});

test("an answer is held against the baselines that are open, as row of the dataset it is of", async () => {
  const seen: RewardInput[] = [];
  const used: unknown[] = [];
  const state = new TryOutState(
    parts({
      scorer: direct(seen),
      baselinesFor: (terms, use) => {
        used.push([terms, use]);
        return (index) => ({ "": { name: "before", aggregate: index ?? -1 } });
      },
    }),
  );
  const { task } = readTask({ rewards: [{ id: "multi-level-perplexity" }] });
  state.request(task, { ...example, index: 7 }, "x", { dataset: "sums" });
  await vi.waitFor(() => expect(state.fresh).toBe(true));
  await tried(state, task, "x");
  expect(used[0]).toEqual([task.rewards, { dataset: "sums" }]);
  expect(seen.map(({ index, baselines }) => [index, baselines?.[""]?.aggregate])).toEqual([
    [7, 7],
    [0, -1],
  ]);
});
