import { comparedPosition } from "../../src/core/compare/comparedPosition";
import type { Forced } from "../../src/core/generation/switching/decisions";
import type { Answer, AnswerPosition, SwitchedRun } from "../../src/core/generation/switching/run";
import type { Token } from "../../src/core/model";
import { CHOICE, pair, PROMPT, SAMPLING, TOKENIZER, write, type Wish } from "./switchedPair";

const K = 4;

async function answer(wish: Wish): Promise<Answer> {
  const { positions, reason = "stopped", effort } = await write(wish);
  return {
    positions: positions.map(({ position: _, statistics: _statistics, a, b, ...rest }): AnswerPosition => {
      const { statistics, candidates } = comparedPosition(a, b, rest.token, K);
      return { ...rest, judged: { statistics, candidates } };
    }),
    end: {
      reason,
      milliseconds: 12.5,
      written: positions.length,
      effort,
      measured: [{ length: 1, drafts: 6, tokens: 6, agreed: 6, milliseconds: 3.25 }],
      draft: 8,
    },
  };
}

/** Answers of the table pair with the same luck: switched with force in it, A alone not read by B yet, B alone, control. */
export async function switchedRun(): Promise<SwitchedRun> {
  const models = pair();
  const forced: Forced[] = [
    { position: 3, side: "b" },
    { position: 6, token: 12 },
  ];
  const controlChoice = { ...CHOICE, policy: "control" } as const;
  const switchedAnswer = await answer({ models, forced });
  const alone = await answer({ models, choice: { policy: "never" } });
  const unread = alone.positions.map(({ token, author, luck }) => ({ token, author, luck }));
  const tokens = Array.from({ length: TOKENIZER.vocabSize }, (_, id): Token => ({
    id,
    text: `t${id}`,
    kind: "text",
  }));
  return {
    a: models.a.info,
    b: models.b.info,
    prompt: { text: "abc", chat: false, rendered: "abc", ids: PROMPT },
    expected: "7",
    settings: {
      choice: CHOICE,
      forced,
      sampling: SAMPLING,
      seed: 7,
      sample: 0,
      maxTokens: 40,
      stopStrings: ["END", "</answer>"],
      endRepetition: true,
      k: K,
    },
    answers: {
      switched: switchedAnswer,
      a: { ...alone, positions: unread },
      b: await answer({ models, choice: { policy: "always" } }),
      control: { ...(await answer({ models, choice: controlChoice })), choice: controlChoice },
    },
    tokens,
  };
}
