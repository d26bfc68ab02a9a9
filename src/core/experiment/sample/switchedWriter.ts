import { standingOf } from "../../generation/switching/choice";
import type { EndingOptions } from "../../generation/switching/endings";
import { Follower } from "../../generation/switching/follower";
import { AutomaticPace, type PaceMemory } from "../../generation/switching/pace";
import { switched } from "../../generation/switching/switched";
import type { LanguageModel, StopCheck, TokenId } from "../../model";
import type { Side } from "../../side";
import type { WrittenAnswer } from "./events";
import type { SampleSettings } from "./sampleRun";

export interface SwitchedWriterOptions extends Pick<SampleSettings, "choice" | "sampling" | "seed"> {
  clock: () => number;
  stop: StopCheck;
  /** Told how many tokens were written. */
  wrote: (tokens: number) => Promise<void>;
}

/** Switched answers one after another; what the models have read of a prompt, they do not read again. */
export class SwitchedWriter {
  private followers: Record<Side, Follower> | undefined;
  private readonly memory: PaceMemory = new Map();

  constructor(
    private readonly models: Record<Side, LanguageModel>,
    private readonly options: SwitchedWriterOptions,
  ) {}

  /** One answer; undefined when it was stopped. `sample` is its coordinate. */
  async write(
    prompt: readonly TokenId[],
    sample: number,
    endings: EndingOptions,
  ): Promise<Pick<WrittenAnswer, "ids" | "end" | "meanLogprob" | "meanEntropy" | "fromB"> | undefined> {
    const { choice, sampling, seed, clock, stop, wrote } = this.options;
    const ids: TokenId[] = [];
    let [logprobs, entropies, fromB] = [0, 0, 0];
    const events = switched(await this.follow(prompt), prompt, [], {
      kind: choice.kind,
      sampling,
      seed,
      sample,
      standing: standingOf(choice, { seed, sample }),
      forced: [],
      endings,
      pace: new AutomaticPace(this.memory),
      clock,
      stop,
    });
    for await (const event of events) {
      if (event.type === "end") {
        if (event.reason === "stopped") return undefined;
        const [meanLogprob, meanEntropy] = [logprobs / ids.length, entropies / ids.length];
        return { ids, end: event.reason, meanLogprob, meanEntropy, fromB };
      }
      for (const { token, author, statistics, a, b } of event.positions) {
        ids.push(token);
        logprobs += (author === "a" ? a : b)[token]!;
        entropies += author === "a" ? statistics.entropyA : statistics.entropyB;
        if (author === "b") fromB++;
      }
      await wrote(event.positions.length);
    }
    return undefined;
  }

  async close(): Promise<void> {
    await Promise.all([this.followers?.a.close(), this.followers?.b.close()]);
  }

  private async follow(prompt: readonly TokenId[]): Promise<Record<Side, Follower>> {
    const { a, b } = this.models;
    const before = this.followers;
    if (before?.a.follows(a, prompt) && before.b.follows(b, prompt)) return before;
    this.followers = undefined;
    await Promise.all([before?.a.close(), before?.b.close()]);
    const [followerA, followerB] = await Promise.all([Follower.open(a, prompt), Follower.open(b, prompt)]);
    return (this.followers = { a: followerA, b: followerB });
  }
}
