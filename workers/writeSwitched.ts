import type { SwitchEvent, SwitchRequest } from "../src/contract/lab";
import { requireComparable } from "../src/core/compare/comparison";
import { ExpectedError } from "../src/core/errors";
import { standingOf } from "../src/core/generation/switching/choice";
import { endingsOf } from "../src/core/generation/switching/endings";
import { Follower } from "../src/core/generation/switching/follower";
import { AutomaticPace, steady, type PaceMemory } from "../src/core/generation/switching/pace";
import { replay } from "../src/core/generation/switching/replay";
import { switched, type SwitchedPosition } from "../src/core/generation/switching/switched";
import type { LanguageModel, StopCheck, Token, TokenId } from "../src/core/model";
import type { Side } from "../src/core/side";
import { PositionSender } from "./positionSender";
import { readPrompt } from "./readText";

type Models = Record<Side, LanguageModel>;

/** What the lab has for a switched run. */
export interface SwitchedParts {
  clock: () => number;
  stop: StopCheck;
  look: (model: LanguageModel, ids: readonly TokenId[]) => Promise<Token[]>;
}

/** The two models in the middle of a text, kept so that the next run need not read what this one did. */
export class SwitchedRuns {
  private followers: Record<Side, Follower> | undefined;
  private readonly memories = new WeakMap<LanguageModel, WeakMap<LanguageModel, PaceMemory>>();
  /** One run at a time moves the followers. */
  private turn: Promise<unknown> = Promise.resolve();

  /** Writes a switched answer; runs that come while another one writes wait for its end. */
  run(
    run: number,
    models: Models,
    request: SwitchRequest,
    onEvent: (event: SwitchEvent) => void | Promise<void>,
    parts: SwitchedParts,
  ): Promise<void> {
    const ran = this.turn.then(() => this.write(run, models, request, onEvent, parts));
    this.turn = ran.catch(() => undefined); // whoever asked is told
    return ran;
  }

  private async write(
    run: number,
    models: Models,
    request: SwitchRequest,
    onEvent: (event: SwitchEvent) => void | Promise<void>,
    { clock, stop, look }: SwitchedParts,
  ): Promise<void> {
    const { a, b } = models;
    const { prompt, rendered } = await readPrompt(a, request);
    checkPrompt(prompt, models);
    const { choice, forced, seed, sample } = request;
    checkForced(forced, a.info.vocabSize);
    const replayed = replay(request.kept, standingOf(choice, { seed, sample }), choice.kind, forced);
    const kept = replayed.positions.map(({ token }) => token);
    await onEvent({
      type: "switch-start",
      run,
      prompt: await look(a, prompt),
      rendered,
      a: a.info,
      b: b.info,
    });
    const began = clock();
    const pace = request.pace === "auto" ? new AutomaticPace(this.memory(models)) : steady(request.pace);
    const sender = new PositionSender({
      k: request.k,
      clock,
      look: (ids) => look(a, ids),
      send: onEvent,
      event: (positions: readonly SwitchedPosition[], block, tokens): SwitchEvent => ({
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
        tokens,
      }),
    });
    let length = 1;
    const events = switched(await this.follow(models, prompt, kept), prompt, kept, {
      kind: choice.kind,
      sampling: request.sampling,
      seed,
      sample,
      standing: replayed.standing,
      forced,
      endings: endingsOf(models, prompt.length, request),
      pace: { next: () => (length = pace.next()), took: (draft) => pace.took(draft) },
      clock,
      stop,
    });
    try {
      for await (const event of events) {
        if (event.type === "positions") {
          await sender.add(event.positions);
          continue;
        }
        await sender.flush();
        await onEvent({
          type: "switch-end",
          run,
          reason: event.reason,
          milliseconds: clock() - began,
          written: sender.written,
          effort: event.effort,
          measured: pace instanceof AutomaticPace ? pace.measured : [],
          draft: length,
        });
      }
    } catch (error) {
      // What was judged before a model failed stands.
      await sender.flush().catch(() => undefined);
      throw error;
    }
  }

  /** The followers of the run before where they read the same prompt with the same models, else fresh ones. */
  private async follow(
    models: Models,
    prompt: readonly TokenId[],
    kept: readonly TokenId[],
  ): Promise<Record<Side, Follower>> {
    const before = this.followers;
    if (before?.a.follows(models.a, prompt) && before.b.follows(models.b, prompt)) return before;
    this.followers = undefined;
    await Promise.all([before?.a.close(), before?.b.close()]);
    const ids = [...prompt, ...kept];
    const [a, b] = await Promise.all([Follower.open(models.a, ids), Follower.open(models.b, ids)]);
    return (this.followers = { a, b });
  }

  private memory({ a, b }: Models): PaceMemory {
    const ofA = this.memories.get(a) ?? new WeakMap<LanguageModel, PaceMemory>();
    this.memories.set(a, ofA);
    const memory: PaceMemory = ofA.get(b) ?? new Map();
    ofA.set(b, memory);
    return memory;
  }
}

/** Refuses what both models cannot read, or not with the same tokens. */
export function checkPrompt(prompt: readonly TokenId[], { a, b }: Models): void {
  if (prompt.length === 0) {
    throw new ExpectedError(
      "bad-input",
      "The prompt is empty: the first token would have nothing to follow.",
      "Type a prompt, or turn the chat template on.",
    );
  }
  requireComparable(a.info, b.info, prompt.length);
}

/** Refuses tokens that are none, which only a link can bring. */
function checkForced(forced: SwitchRequest["forced"], vocabSize: number): void {
  for (const { position, token } of forced) {
    if (token === undefined || token < vocabSize) continue;
    throw new ExpectedError(
      "bad-input",
      `Token ${token} was forced at position ${position}, but the models have ${vocabSize} tokens, 0 to ${vocabSize - 1}.`,
      "Take the forced token back.",
    );
  }
}
