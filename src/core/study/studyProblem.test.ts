import { describe, expect, test } from "vitest";
import { prefixHashLogits } from "../../backends/table/logits";
import { TableModel } from "../../backends/table/tableModel";
import { TableTokenizer } from "../../backends/table/tableTokenizer";
import type { SwitchChoice } from "../generation/switching/choice";
import { endingsOf } from "../generation/switching/endings";
import { Follower } from "../generation/switching/follower";
import { steady } from "../generation/switching/pace";
import { standingOf } from "../generation/switching/choice";
import { switched } from "../generation/switching/switched";
import type { TokenId } from "../model";
import type { Sweep } from "./arms";
import { armsOf, choiceOf } from "./arms";
import { studyProblem, textHash, type StudyProblemOptions } from "./studyProblem";

const TOKENIZER = new TableTokenizer(["a", "b"]);
const PROMPT: readonly TokenId[] = [7, 8, 9];
const few = (seed: number) => {
  const hash = prefixHashLogits(seed, TOKENIZER.vocabSize);
  return (prefix: readonly TokenId[]) => hash(prefix).map((logit, id) => (id >= 10 && id < 16 ? logit : -40));
};
const MODELS = {
  a: new TableModel({ tokenizer: TOKENIZER, logits: few(1) }),
  b: new TableModel({ tokenizer: TOKENIZER, logits: few(2) }),
};
const CHOICE: SwitchChoice = {
  policy: "hysteresis",
  kind: "js",
  threshold: -1,
  switchBack: -1,
  start: "a",
  own: {},
};
const SWEEP: Sweep = { setting: "threshold", values: [0.6, 0.4, 0.2, 0] };

/** Rewards the share of one token. */
const reward = (solution: readonly TokenId[]) => solution.filter((id) => id === 12).length / solution.length;

const OPTIONS: StudyProblemOptions = {
  choice: CHOICE,
  sweep: SWEEP,
  control: true,
  sampling: { temperature: 1, topK: 0, topP: 1, minP: 0 },
  seed: 3,
  sample: 2,
  endings: endingsOf(MODELS, PROMPT.length, { maxTokens: 20, stopStrings: [], endRepetition: true }),
  reward,
  clock: () => 0,
  stop: () => false,
};

const followers = async () => ({
  a: await Follower.open(MODELS.a, PROMPT),
  b: await Follower.open(MODELS.b, PROMPT),
});

/** The answer of a choice, written from nothing. */
async function written(choice: SwitchChoice): Promise<{ ids: TokenId[]; fromB: number }> {
  const answer = { ids: [] as TokenId[], fromB: 0 };
  const standing = standingOf(choice, OPTIONS);
  for await (const event of switched(await followers(), PROMPT, [], {
    ...OPTIONS,
    kind: choice.kind,
    standing,
    forced: [],
    pace: steady(1),
  })) {
    if (event.type !== "positions") continue;
    for (const { token, author } of event.positions) {
      answer.ids.push(token);
      if (author === "b") answer.fromB++;
    }
  }
  return answer;
}

describe("studyProblem", () => {
  test("gives every arm the reward of the answer written from nothing", async () => {
    const outcomes = (await studyProblem(await followers(), PROMPT, OPTIONS))!;
    expect(outcomes.map(({ arm }) => arm)).toEqual(armsOf(SWEEP, true));
    for (const { arm, reward: got, tokens, fromB, text } of outcomes) {
      if (arm.series === "control") continue;
      const choice =
        arm.series === "switched"
          ? choiceOf(CHOICE, SWEEP, arm.sweep)
          : { ...CHOICE, policy: arm.series === "a" ? ("never" as const) : ("always" as const) };
      const anew = await written(choice);
      expect({ got, tokens, fromB, text }).toEqual({
        got: reward(anew.ids),
        tokens: anew.ids.length,
        fromB: anew.fromB,
        text: textHash(anew.ids),
      });
    }
  });

  test("gives each control as many tokens from B as its switched answer has", async () => {
    const outcomes = (await studyProblem(await followers(), PROMPT, OPTIONS))!;
    for (const [index, { arm, fromB }] of outcomes.entries()) {
      if (arm.series === "control") expect(fromB).toBe(outcomes[index - 1]!.fromB);
    }
    expect(new Set(outcomes.map(({ fromB }) => fromB)).size).toBeGreaterThan(2);
  });

  test("gives nothing when it is stopped", async () => {
    let asked = 0;
    const stop = () => ++asked > 30;
    expect(await studyProblem(await followers(), PROMPT, { ...OPTIONS, stop })).toBeUndefined();
  });
});
