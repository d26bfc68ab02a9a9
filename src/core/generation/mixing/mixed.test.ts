import { describe, expect, test } from "vitest";
import { prefixHashLogits } from "../../../backends/table/logits";
import { TableModel } from "../../../backends/table/tableModel";
import { TableTokenizer } from "../../../backends/table/tableTokenizer";
import type { TokenId } from "../../model";
import { uniform } from "../../random";
import { process } from "../../sampling/chain";
import { draw } from "../../sampling/draw";
import { generate } from "../generate";
import { endingsOf } from "../switching/endings";
import { Follower } from "../switching/follower";
import { KeptRows } from "./keptRows";
import { mix, type Mixture } from "./mixture";
import { mixed, type MixedPosition } from "./mixed";

const TOKENIZER = new TableTokenizer(["a", "b"]);
const PROMPT: readonly TokenId[] = [7, 8, 9];
const SAMPLING = { temperature: 0.9, topK: 0, topP: 1, minP: 0 };

const model = (seed: number) => {
  const hash = prefixHashLogits(seed, TOKENIZER.vocabSize);
  const logits = (prefix: readonly TokenId[]) =>
    hash(prefix).map((logit, id) => (id > 9 && id < 40 ? logit : -60));
  return new TableModel({ tokenizer: TOKENIZER, logits });
};
const MODELS = { a: model(1), b: model(2), c: model(3) };

async function write(
  mixture: Mixture,
  { kept = new KeptRows(1e7), third = false }: { kept?: KeptRows; third?: boolean } = {},
): Promise<{ positions: MixedPosition[]; passed: number }> {
  const followers = {
    a: await Follower.open(MODELS.a, PROMPT),
    b: await Follower.open(MODELS.b, PROMPT),
    ...(third ? { c: await Follower.open(MODELS.c, PROMPT) } : {}),
  };
  const positions: MixedPosition[] = [];
  const endings = endingsOf(MODELS, PROMPT.length, { maxTokens: 15, stopStrings: [], endRepetition: true });
  const options = { mixture, sampling: SAMPLING, seed: 4, sample: 0, endings, kept };
  for await (const event of mixed(followers, PROMPT, options)) {
    if (event.type === "end") return { positions, passed: event.passed };
    positions.push(event.position);
  }
  throw new Error("mixed ended without saying so");
}

const idsOf = ({ positions }: { positions: readonly MixedPosition[] }) => positions.map(({ token }) => token);

async function alone(of: TableModel): Promise<TokenId[]> {
  const ids: TokenId[] = [];
  const options = { sampling: SAMPLING, seed: 4, sample: 0, maxNewTokens: 15 };
  for await (const event of generate(of, PROMPT, options)) if (event.type === "token") ids.push(event.id);
  return ids;
}

describe("mixed", () => {
  test("is A alone at 0 and B alone at 1: the luck is the same", async () => {
    expect(idsOf(await write({ type: "interpolate", alpha: 0 }))).toEqual(await alone(MODELS.a));
    expect(idsOf(await write({ type: "interpolate", alpha: 1 }))).toEqual(await alone(MODELS.b));
  });

  test("draws each token from the mixture, with both models' own draws beside it", async () => {
    const mixture: Mixture = { type: "interpolate", alpha: 0.5 };
    for (const { position, token, luck, drawA, drawB, logprob, a, b } of (await write(mixture)).positions) {
      expect(luck).toBe(uniform(4, "token", 0, position));
      const row = mix({ a, b }, mixture);
      expect(token).toBe(draw(process(row, SAMPLING), luck));
      expect(logprob).toBe(row[token]);
      expect(drawA).toBe(draw(process(a, SAMPLING), luck));
      expect(drawB).toBe(draw(process(b, SAMPLING), luck));
    }
  });

  test("asks the third model for proxy-tuning", async () => {
    const before = MODELS.c.calls;
    const tuned = await write({ type: "proxy", alpha: 0.7 }, { third: true });
    expect(MODELS.c.calls).toBeGreaterThan(before);
    expect(idsOf(tuned)).not.toEqual(idsOf(await write({ type: "proxy", alpha: 0.7 })));
  });

  test("with kept rows runs no model as far as the text stays, and writes the same", async () => {
    const kept = new KeptRows(1e7);
    await write({ type: "interpolate", alpha: 0.2 }, { kept });
    const again = await write({ type: "interpolate", alpha: 0.2 }, { kept });
    expect(again.passed).toBe(0);
    for (const alpha of [0.25, 0.5, 0.9, 0.2]) {
      const anew = await write({ type: "interpolate", alpha });
      expect(idsOf(await write({ type: "interpolate", alpha }, { kept }))).toEqual(idsOf(anew));
    }
  });

  test("keeps no more rows than there is room for", async () => {
    const kept = new KeptRows(10 * 2 * 4 * TOKENIZER.vocabSize);
    const first = await write({ type: "interpolate", alpha: 0.2 }, { kept });
    const again = await write({ type: "interpolate", alpha: 0.2 }, { kept });
    expect(idsOf(again)).toEqual(idsOf(first));
    expect(again.passed).toBe(first.positions.length - 10);
  });
});
