import { packBlock } from "../../core/compare/block";
import { comparedPosition } from "../../core/compare/comparedPosition";
import { vocabularyMismatch } from "../../core/compare/comparison";
import type { Failure } from "../../core/errors";
import { standingOf } from "../../core/generation/switching/choice";
import { endingsOf } from "../../core/generation/switching/endings";
import type { SwitchEvent, SwitchRequest } from "../../core/generation/switching/events";
import { Follower } from "../../core/generation/switching/follower";
import { steady } from "../../core/generation/switching/pace";
import { replay } from "../../core/generation/switching/replay";
import { switched, type SwitchedPosition } from "../../core/generation/switching/switched";
import type { Distribution, LanguageModel, ModelInfo, Session, Token, TokenId } from "../../core/model";
import type { Side } from "../../core/side";

/** What a fake laboratory has for a switched answer. */
export interface FakeSwitchParts {
  info: (side: Side) => ModelInfo;
  prompt: readonly TokenId[];
  rendered: string;
  logprobs: (side: Side, prefix: readonly TokenId[]) => Float32Array;
  looks: (ids: readonly TokenId[]) => Token[];
  pause: () => Promise<void>;
  stopped: () => boolean;
  /** Set where a model is to be lost: asked before each token. */
  lost: () => Failure | undefined;
}

/** The events of a switched answer by the real core, a token at a time; nothing is kept from one run to the next. */
export async function* fakeSwitchEvents(
  run: number,
  request: SwitchRequest,
  parts: FakeSwitchParts,
): AsyncGenerator<SwitchEvent, void, void> {
  const { prompt, rendered, looks, pause } = parts;
  const models = { a: modelOf("a", parts), b: modelOf("b", parts) };
  const [a, b] = [models.a.info, models.b.info];
  const mismatch = vocabularyMismatch(a, b);
  if (mismatch) return yield { type: "switch-failed", run, failure: mismatch };
  yield { type: "switch-start", run, prompt: looks(prompt), rendered, a, b };
  const { choice, forced, seed, sample, sampling } = request;
  const replayed = replay(request.kept, standingOf(choice, { seed, sample }), choice.kind, forced);
  const kept = replayed.positions.map(({ token }) => token);
  const followers = { a: await Follower.open(models.a, prompt), b: await Follower.open(models.b, prompt) };
  let written = 0;
  const events = switched(followers, prompt, kept, {
    ...{ kind: choice.kind, sampling, seed, sample, forced, standing: replayed.standing },
    endings: endingsOf(models, prompt.length, request),
    pace: steady(request.pace === "auto" ? 1 : request.pace),
    clock: () => 0,
    stop: parts.stopped,
  });
  for await (const event of events) {
    if (event.type === "end") {
      const { reason, effort } = event;
      return yield {
        type: "switch-end",
        run,
        reason,
        effort,
        milliseconds: 5,
        written,
        measured: [],
        draft: 1,
      };
    }
    await pause();
    const failure = parts.lost();
    if (failure) return yield { type: "switch-failed", run, failure };
    written += event.positions.length;
    yield messageOf(run, event.positions, request.k, looks);
  }
}

function messageOf(
  run: number,
  positions: readonly SwitchedPosition[],
  k: number,
  looks: (ids: readonly TokenId[]) => Token[],
): SwitchEvent {
  const block = packBlock(
    positions[0]?.position ?? 0,
    positions.map(({ a, b, token }) => comparedPosition(a, b, token, k)),
  );
  return {
    type: "switch-positions",
    run,
    block,
    columns: {
      authors: positions.map(({ author }) => author),
      forced: positions.map(({ forced }) => forced),
      luck: positions.map(({ luck }) => luck),
      drawsA: positions.map(({ drawA }) => drawA),
      drawsB: positions.map(({ drawB }) => drawB),
    },
    switches: positions.flatMap((position) => position.switch ?? []),
    tokens: looks([...block.tokens, ...block.candidateIds]),
  };
}

/** As much of a model as switching asks for. */
export function modelOf(side: Side, { info, logprobs, looks }: FakeSwitchParts): LanguageModel {
  const row = (prefix: readonly TokenId[]): Distribution => ({
    kind: "full",
    logprobs: logprobs(side, prefix),
  });
  const refuse = (): never => {
    throw new Error("A fake model of a switched answer is only opened, scored and decoded");
  };
  return {
    info: info(side),
    encode: refuse,
    render: refuse,
    score: async function* (ids, from) {
      for (let at = from; at < ids.length; at++) yield [row(ids.slice(0, at))];
    },
    tokens: looks,
    decode: (ids) =>
      looks(ids)
        .map(({ text }) => text)
        .join(""),
    dispose: async () => undefined,
    open: async (prefix) => sessionOf([...prefix], row),
  };
}

function sessionOf(held: TokenId[], row: (prefix: readonly TokenId[]) => Distribution): Session {
  return {
    get length() {
      return held.length;
    },
    next: async () => row(held),
    append: async (ids) =>
      ids.map((id) => {
        held.push(id);
        return row(held);
      }),
    rewind: async (length) => void (held.length = length),
    close: async () => undefined,
  };
}
