import type { MixEvent, MixRequest } from "../src/contract/lab";
import { vocabularyMismatch } from "../src/core/compare/comparison";
import { ExpectedError } from "../src/core/errors";
import { mixed, type MixedPosition } from "../src/core/generation/mixing/mixed";
import { KeptRows } from "../src/core/generation/mixing/keptRows";
import { endingsOf } from "../src/core/generation/switching/endings";
import { Follower } from "../src/core/generation/switching/follower";
import type { LanguageModel, StopCheck, Token, TokenId } from "../src/core/model";
import { breather } from "./breather";
import { PositionSender } from "./positionSender";
import { readPrompt } from "./readText";
import { checkPrompt } from "./writeSwitched";

/** Rows kept of the last mixed answer, so that the slider needs no model as far as the text stays the same. */
const KEPT_BYTES = 64 * 1024 ** 2;

interface Models {
  a: LanguageModel;
  b: LanguageModel;
  /** Only where proxy-tuning asks for it. */
  c?: LanguageModel;
}

/** What the lab has for a mixed run. */
export interface MixedParts {
  clock: () => number;
  stop: StopCheck;
  look: (model: LanguageModel, ids: readonly TokenId[]) => Promise<Token[]>;
}

/** The models in the middle of a mixed answer, and the rows of all its positions. */
interface Place {
  followers: { a: Follower; b: Follower; c?: Follower };
  kept: KeptRows;
}

export class MixedRuns {
  private place: Place | undefined;
  /** One run at a time moves the followers. */
  private turn: Promise<unknown> = Promise.resolve();

  /** Writes a mixed answer; runs that come while another one writes wait for its end. */
  run(
    run: number,
    models: Models,
    request: MixRequest,
    onEvent: (event: MixEvent) => void | Promise<void>,
    parts: MixedParts,
  ): Promise<void> {
    const ran = this.turn.then(() => this.write(run, models, request, onEvent, parts));
    this.turn = ran.catch(() => undefined); // whoever asked is told
    return ran;
  }

  private async write(
    run: number,
    models: Models,
    request: MixRequest,
    onEvent: (event: MixEvent) => void | Promise<void>,
    { clock, stop, look }: MixedParts,
  ): Promise<void> {
    const { a, b, c } = models;
    const { prompt, rendered } = await readPrompt(a, request);
    checkPrompt(prompt, models);
    if (c) checkThird(prompt.length, a, c);
    await onEvent({
      type: "mix-start",
      run,
      prompt: await look(a, prompt),
      rendered,
      a: a.info,
      b: b.info,
      ...(c ? { c: c.info } : {}),
    });
    const began = clock();
    const pause = breather(clock);
    const sender = new PositionSender({
      k: request.k,
      clock,
      look: (ids) => look(a, ids),
      send: onEvent,
      event: (positions: readonly MixedPosition[], block, tokens): MixEvent => ({
        type: "mix-positions",
        run,
        block,
        columns: {
          luck: positions.map(({ luck }) => luck),
          drawsA: positions.map(({ drawA }) => drawA),
          drawsB: positions.map(({ drawB }) => drawB),
          logprobs: positions.map(({ logprob }) => logprob),
        },
        tokens,
      }),
    });
    const { followers, kept } = await this.at(models, prompt);
    const endings = endingsOf(models, prompt.length, request);
    const room = c ? Math.min(endings.room, c.info.contextLength - prompt.length) : endings.room;
    const events = mixed(followers, prompt, {
      ...request,
      endings: { ...endings, room },
      kept,
      stop,
    });
    try {
      for await (const event of events) {
        if (event.type === "position") {
          await sender.add([event.position]);
          await pause();
          continue;
        }
        await sender.flush();
        const { reason, passed } = event;
        const milliseconds = clock() - began;
        await onEvent({ type: "mix-end", run, reason, passed, milliseconds, written: sender.written });
      }
    } catch (error) {
      // What was written before a model failed stands.
      await sender.flush().catch(() => undefined);
      throw error;
    }
  }

  /** Where the run before stands, if it was one of the same models over the same prompt; else a fresh place. */
  private async at({ a, b, c }: Models, prompt: readonly TokenId[]): Promise<Place> {
    const before = this.place?.followers;
    const sameThird = c ? before?.c?.follows(c, prompt) === true : before?.c === undefined;
    if (this.place && before?.a.follows(a, prompt) && before.b.follows(b, prompt) && sameThird) {
      return this.place;
    }
    this.place = undefined;
    await Promise.all([before?.a.close(), before?.b.close(), before?.c?.close()]);
    const followers = {
      a: await Follower.open(a, prompt),
      b: await Follower.open(b, prompt),
      ...(c ? { c: await Follower.open(c, prompt) } : {}),
    };
    return (this.place = { followers, kept: new KeptRows(KEPT_BYTES) });
  }
}

/** Refuses a third model that cannot read what the other two read. */
function checkThird(length: number, a: LanguageModel, c: LanguageModel): void {
  const mismatch = vocabularyMismatch(a.info, c.info, ["A", "C"]);
  if (mismatch) throw new ExpectedError(mismatch.code, mismatch.message, mismatch.hint);
  if (length <= c.info.contextLength) return;
  throw new ExpectedError(
    "too-long",
    `The prompt has ${length} tokens; model C (${c.info.id}) reads at most ${c.info.contextLength}.`,
    "Shorten the prompt.",
  );
}
