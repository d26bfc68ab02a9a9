import { prefixHashLogits } from "../../src/backends/table/logits";
import { TableModel, type TableOptions } from "../../src/backends/table/tableModel";
import { TableTokenizer } from "../../src/backends/table/tableTokenizer";
import { ExpectedError } from "../../src/core/errors";
import { standingOf, type SwitchChoice } from "../../src/core/generation/switching/choice";
import type { Forced } from "../../src/core/generation/switching/decisions";
import type { EndingOptions, SwitchEndReason } from "../../src/core/generation/switching/endings";
import { Follower, type Effort } from "../../src/core/generation/switching/follower";
import { steady, type Pace } from "../../src/core/generation/switching/pace";
import { replay, type DecidedPosition } from "../../src/core/generation/switching/replay";
import { switched, type SwitchedPosition } from "../../src/core/generation/switching/switched";
import type { LanguageModel, TokenId } from "../../src/core/model";
import type { SamplingSettings } from "../../src/core/sampling/settings";
import type { Side } from "../../src/core/side";

export const TOKENIZER = new TableTokenizer(["a", "b"]);
export const PROMPT: readonly TokenId[] = [7, 8, 9];
export const SAMPLING: SamplingSettings = { temperature: 0.7, topK: 6, topP: 1, minP: 0 };
export const CHOICE: SwitchChoice = {
  policy: "hysteresis",
  kind: "js",
  threshold: 0.2,
  switchBack: -1,
  start: "a",
  own: { budgetTokens: 5, controlTokens: 7, controlLength: 20 },
};

/** What the pair writes: these ids, and from the tenth solution token on also the end of the text. */
export const WRITTEN_IDS = { first: 10, last: 29 };

/** The logits of two models that agree on most of a distribution and differ in the rest, over few tokens. */
function pairLogits(): Record<Side, (prefix: readonly TokenId[]) => Float64Array> {
  const shared = prefixHashLogits(1, WRITTEN_IDS.last + 1, 6);
  const own = prefixHashLogits(2, WRITTEN_IDS.last + 1, 6);
  const few = (prefix: readonly TokenId[], logit: (id: TokenId) => number) => {
    const logits = new Float64Array(TOKENIZER.vocabSize).fill(-40);
    for (let id = WRITTEN_IDS.first; id <= WRITTEN_IDS.last; id++) logits[id] = logit(id);
    logits[TableTokenizer.end] = prefix.length > 12 ? -1 : -30;
    return logits;
  };
  return {
    a: (prefix) => {
      const one = shared(prefix);
      return few(prefix, (id) => one[id]!);
    },
    b: (prefix) => {
      const [one, other] = [shared(prefix), own(prefix)];
      const share = prefix.at(-1)! % 3 === 0 ? 0.9 : 0.1;
      return few(prefix, (id) => (1 - share) * one[id]! + share * other[id]!);
    },
  };
}

/** Two models that agree on most of a distribution and differ in the rest, over few tokens. */
export function pair(
  options: Partial<TableOptions> & Partial<Record<Side, Partial<TableOptions>>> = {},
): Record<Side, TableModel> {
  const { a, b, ...both } = options;
  const logits = pairLogits();
  return {
    a: new TableModel({ tokenizer: TOKENIZER, logits: logits.a, id: "A", ...both, ...a }),
    b: new TableModel({ tokenizer: TOKENIZER, logits: logits.b, id: "B", ...both, ...b }),
  };
}

export interface Written {
  positions: SwitchedPosition[];
  /** Undefined where the run failed. */
  reason: SwitchEndReason | undefined;
  effort: Record<Side, Effort>;
  /** How a model failed. */
  error?: ExpectedError;
}

export interface Wish {
  choice?: Partial<SwitchChoice>;
  pace?: Pace;
  seed?: number;
  sample?: number;
  prompt?: readonly TokenId[];
  sampling?: SamplingSettings;
  forced?: readonly Forced[];
  endings?: Partial<EndingOptions>;
  stop?: () => boolean;
  /** Positions of an earlier text, which are decided again. */
  kept?: readonly DecidedPosition[];
  models?: Record<Side, LanguageModel>;
  /** Instead of fresh ones. */
  followers?: Record<Side, Follower>;
  clock?: () => number;
}

/** What `kept` becomes under a wish's choice and force. */
export function replayOf(kept: readonly DecidedPosition[], wish: Wish): ReturnType<typeof replay> {
  const choice = { ...CHOICE, ...wish.choice };
  const luck = { seed: wish.seed ?? 7, sample: wish.sample ?? 0 };
  return replay(kept, standingOf(choice, luck), choice.kind, wish.forced ?? []);
}

/** Both models at the beginning of the prompt. */
export async function openBoth(
  models: Record<Side, LanguageModel>,
  prompt: readonly TokenId[] = PROMPT,
): Promise<Record<Side, Follower>> {
  return { a: await Follower.open(models.a, prompt), b: await Follower.open(models.b, prompt) };
}

/** A switched text to its end; where a model fails, what was written before. */
export async function write(wish: Wish = {}): Promise<Written> {
  const models = wish.models ?? pair();
  const prompt = wish.prompt ?? PROMPT;
  const { kind } = { ...CHOICE, ...wish.choice };
  const replayed = replayOf(wish.kept ?? [], wish);
  const kept = replayed.positions.map(({ token }) => token);
  const followers = wish.followers ?? (await openBoth(models, prompt));
  const none = { passes: 0, tokens: 0 };
  const written: Written = { positions: [], reason: undefined, effort: { a: none, b: none } };
  const events = switched(followers, prompt, kept, {
    kind,
    sampling: wish.sampling ?? SAMPLING,
    seed: wish.seed ?? 7,
    sample: wish.sample ?? 0,
    standing: replayed.standing,
    forced: wish.forced ?? [],
    endings: {
      endOfText: new Set([...models.a.info.endOfText, ...models.b.info.endOfText]),
      maxTokens: 40,
      room: 1000,
      stopStrings: [],
      decode: (ids) => TOKENIZER.decode(ids),
      endRepetition: true,
      ...wish.endings,
    },
    pace: wish.pace ?? steady(1),
    clock: wish.clock ?? (() => 0),
    ...(wish.stop ? { stop: wish.stop } : {}),
  });
  try {
    for await (const event of events) {
      if (event.type === "positions") written.positions.push(...event.positions);
      else Object.assign(written, { reason: event.reason, effort: event.effort });
    }
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    written.error = error;
  }
  return written;
}

export const idsOf = ({ positions }: Pick<Written, "positions">): TokenId[] =>
  positions.map(({ token }) => token);
export const authorsOf = ({ positions }: { positions: readonly { author: Side }[] }): string =>
  positions.map(({ author }) => author).join("");

/** Everything of a text but the rows. */
export const outcome = ({ reason, positions }: Written) => ({
  reason,
  positions: positions.map(({ a: _a, b: _b, ...rest }) => rest),
});
