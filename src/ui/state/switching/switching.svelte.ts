import type { Failure } from "../../../core/errors";
import type { Forced } from "../../../core/generation/switching/decisions";
import type { Answer, AnswerRole, SwitchedRun } from "../../../core/generation/switching/run";
import type { ModelInfo, Token, TokenId } from "../../../core/model";
import { unseenToken } from "../comparedText";
import type { Comparer, RunOf, Switcher, Writer } from "../lab";
import type { ModelsState } from "../models.svelte";
import type { SettingsState } from "../settings.svelte";
import type { Source } from "../shown.svelte";
import type { TextsState } from "../texts.svelte";
import type { WaitingState } from "../waiting.svelte";
import { followAlone, followJudged, followSwitched, type AnswerListener, type Begun } from "./answerRun";
import { endAfter } from "./grow";
import { isJudged, isWhole, KnownAnswers, ruleOf, unrun, type AnswerWish, type Found } from "./knownAnswers";
import { isOfWish } from "./ofWish";
import { previewOf, type Preview } from "./preview";
import { endFor, nextStep, samePositions, switchedWish, type Answers, type Step } from "./steps";
import { withCurrent, withForced, withoutForced, withoutVersion } from "./versions";
import { sameGrounds, wishOf, type Wish } from "./wish";

interface Parts {
  lab: Switcher & Writer & Comparer;
  settings: SettingsState;
  models: ModelsState;
  waiting: WaitingState;
  texts: TextsState;
  /** Milliseconds from any fixed moment on. */
  clock?: () => number;
  /** Keeps a run for after a reload. */
  runs?: RunKeeper | undefined;
}

/** Where the last run is kept for the visit. */
export interface RunKeeper {
  load(): SwitchedRun | undefined;
  save(run: SwitchedRun): boolean;
}

/** Where a run came from that was not written here just now. */
export type ShownFrom = { type: "recorded" } | { type: "imported"; name: string } | { type: "kept" };

/** What is being done. */
export type Doing = { role: AnswerRole; reading: boolean };

/** What was asked for by hand and could not be. */
export type NotForced = "known" | "full";

/** What is dragged changes often, and writing it down takes a moment. */
const SAVED_AFTER_MILLISECONDS = 1000;

const NOTHING_KNOWN = new KnownAnswers();

/** Drawing every message as it arrives would keep the page busy with itself. */
const SHOWN_EVERY_MILLISECONDS = 40;

/**
 * Answers to one prompt with the same luck: switched, A alone, B alone, and the random control. Whatever the settings
 * ask for is written from the first token on that is not known yet; the newest wish counts.
 */
export class SwitchingState {
  answers: Answers = $state.raw({});
  /** What the shown answers were written for; there with the first of them. */
  made: Wish | undefined = $state.raw();
  /** The prompt of the shown answers as both models read it. */
  begun: Begun | undefined = $state.raw();
  doing: Doing | undefined = $state.raw();
  failure: Failure | undefined = $state.raw();
  /** Undefined for what was written in this visit. */
  from: ShownFrom | undefined = $state.raw();
  notForced: NotForced | undefined = $state.raw();
  /** The answer as it was when a threshold was taken hold of. */
  private held: Answer | undefined = $state.raw();
  private readonly looks = new Map<TokenId, Token>();
  private readonly known = new KnownAnswers();
  private wish: Wish | undefined;
  private current: RunOf<unknown> | undefined;
  /** Nothing more is begun: the person stopped it, it failed, or a single step was asked for. */
  private halted = true;
  private driving: Promise<void> | undefined;
  /** What is done is a single step. */
  private stepping = false;
  private shownAt = -Infinity;
  private saving: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly parts: Parts) {}

  /** Whether something runs that Stop would end. */
  get busy(): boolean {
    return this.doing !== undefined;
  }

  /** What the settings ask for. */
  get wanted(): Wish {
    return wishOf(this.parts.settings.all());
  }

  /** Whether the shown answers are to another prompt, or with other luck, than the settings ask for. */
  private readonly otherGrounds: boolean = $derived.by(
    () => this.made !== undefined && !sameGrounds(this.made, this.wanted),
  );

  /** Whether the shown answers are not what the settings ask for: to another prompt, or by another rule. */
  readonly stale: boolean = $derived.by(() => {
    if (this.otherGrounds) return true;
    const { switched } = this.answers;
    return switched !== undefined && !this.busy && !isOfWish(switched, switchedWish(this.wanted));
  });

  /** Whether all that the settings ask for stands. */
  readonly whole: boolean = $derived.by(() => {
    const { made, answers, wanted } = this;
    if (made === undefined || this.stale || this.otherModels) return false;
    return nextStep(wanted, answers, NOTHING_KNOWN) === undefined;
  });

  /** Whether the shown answers are to the prompt that is set, by the models that are named, or out of a file. */
  get answersWanted(): boolean {
    const { begun, from } = this;
    const { settings } = this.parts;
    if (this.made === undefined || this.otherGrounds) return false;
    const ofNamed = begun?.a.id === settings.get("modelA") && begun.b.id === settings.get("modelB");
    return ofNamed || from?.type === "imported";
  }

  /** What the settings that decide who writes would make of the shown answer, or of the one that was held. */
  readonly preview: Preview | undefined = $derived.by(() => {
    const answer = this.held ?? this.answers.switched;
    return answer === undefined || this.otherGrounds
      ? undefined
      : previewOf(answer, switchedWish(this.wanted));
  });

  /** Whether other models are loaded than those of the shown answers. */
  readonly otherModels: boolean = $derived.by(() => {
    const { begun } = this;
    const [a, b] = this.parts.models.infos;
    if (begun === undefined || a === undefined || b === undefined) return false;
    return !sameModel(a, begun.a) || !sameModel(b, begun.b);
  });

  /** Whether models could go on from the shown answers. */
  get canWrite(): boolean {
    const { models } = this.parts;
    return models.ready && models.mismatch === undefined && !this.otherModels;
  }

  /** Where the shown answers come from; undefined where there are none and none are on their way. */
  get source(): Source | undefined {
    const { from, made } = this;
    if (this.busy) return "running";
    if (from) return from.type;
    if (made === undefined) return this.parts.waiting.pending?.type === "switch" ? "waiting" : undefined;
    return this.canWrite ? "live" : "kept";
  }

  /** How a token looks; one that was never sent is shown by its number. */
  token(id: TokenId): Token {
    return this.looks.get(id) ?? unseenToken(id);
  }

  tokensOf(role: AnswerRole): readonly Token[] {
    return (this.answers[role]?.positions ?? []).map(({ token }) => this.token(token));
  }

  /** All that is shown, as a file holds it. */
  get run(): SwitchedRun | undefined {
    const { made, begun, answers } = this;
    if (made === undefined || begun === undefined) return undefined;
    const { a, b, prompt, rendered } = begun;
    const { expected } = this.parts.settings.all();
    return {
      a,
      b,
      prompt: { text: made.prompt, chat: made.chat, rendered, ids: prompt.map(({ id }) => id) },
      expected,
      settings: made.settings,
      answers,
      tokens: [...this.looks.values()],
    };
  }

  /** Shows answers that were written elsewhere or earlier; the settings are the caller's to set. */
  show(run: SwitchedRun, from: ShownFrom): void {
    this.giveWay();
    this.halted = !isWhole(run.answers.switched?.end);
    this.forget();
    this.learn(run.tokens);
    const { text: prompt, chat, rendered, ids } = run.prompt;
    this.begun = { a: run.a, b: run.b, rendered, prompt: ids.map((id) => this.token(id)) };
    this.made = { prompt, chat, settings: run.settings, pace: "auto", control: "control" in run.answers };
    this.answers = run.answers;
    this.from = from;
    const { switched, control: drawn } = run.answers;
    if (switched) this.known.add(switched, run.settings);
    if (drawn) this.known.add(drawn, { choice: drawn.choice ?? run.settings.choice, forced: [] });
  }

  /** Writes all that the settings ask for and that does not stand yet. */
  async write(): Promise<void> {
    const { texts, waiting, models } = this.parts;
    this.failure = models.mismatch;
    if (this.failure || !texts.checkPrompt() || !waiting.readyFor({ type: "switch" })) return;
    const { wish: before } = this;
    this.wish = this.wanted;
    if (before && !sameGrounds(before, this.wish)) this.giveWay();
    await this.drive();
  }

  /** One token more of the switched answer. */
  async step(): Promise<void> {
    const { texts, waiting, models } = this.parts;
    this.failure = models.mismatch;
    if (this.failure || !texts.checkPrompt() || !waiting.readyFor({ type: "switch" })) return;
    this.stop();
    await this.driving;
    const wish = this.wanted;
    this.wish = wish;
    const found: Found = this.holds(wish) ? this.find(switchedWish(wish)) : { positions: [] };
    if (found.end) return this.take("switched", { positions: found.positions, end: found.end });
    const length = found.positions.length + 1;
    const answer = { ...switchedWish(wish), maxTokens: Math.min(length, wish.settings.maxTokens) };
    this.stepping = true;
    await this.during(() =>
      this.perform({ type: "switch", role: "switched", answer, kept: found.positions }, wish),
    );
  }

  /** Ends whatever runs or waits; what has arrived stays. */
  stop(): void {
    const { waiting } = this.parts;
    if (waiting.pending?.type === "switch") waiting.pending = undefined;
    this.halted = true;
    this.current?.stop();
  }

  /** Settings that decide who writes have changed: the answer follows, without models as far as it can. */
  follow(): void {
    this.notForced = undefined;
    if (this.made === undefined || this.otherGrounds) return;
    const wish = this.wanted;
    const found = this.find(switchedWish(wish));
    const shown = this.answers.switched?.positions.length ?? 0;
    const goesOn = found.end === undefined && (found.positions.length < shown || !this.halted);
    if (goesOn && !this.canWrite) return this.awaitModels();
    if (!goesOn && found.positions.length < shown && found.end === undefined) return;
    this.wish = wish;
    this.settle(wish, found);
    if (goesOn || this.doing?.role === "switched" || this.doing?.role === "control") this.giveWay();
    if (this.canWrite && (goesOn || !this.halted)) void this.drive();
  }

  /** A threshold is taken hold of: until `letGo`, the preview is of the answer as it is now. */
  hold(): void {
    this.held ??= this.answers.switched;
  }

  letGo(): void {
    this.held = undefined;
  }

  /** Lets a model, or a token, stand at a position of the switched answer: a new version. */
  force(force: Forced): void {
    const settings = this.parts.settings.all();
    this.adopt(withForced(settings, force));
  }

  /** Takes the force at a position back, and all after it. */
  release(position: number): void {
    this.adopt(withoutForced(this.parts.settings.all(), position));
  }

  /** Back to a version, by its list as links write it. */
  select(text: string): void {
    this.adopt(withCurrent(this.parts.settings.all(), text));
  }

  remove(text: string): void {
    this.adopt(withoutVersion(this.parts.settings.all(), text));
  }

  /** Keeps what is shown for after a reload. */
  save(): void {
    const { run } = this;
    if (run?.answers.switched && this.from?.type !== "recorded") this.parts.runs?.save(run);
  }

  /**
   * Shows the run that was kept, where it is one of the prompt and luck that the settings ask for; false where there is
   * none. What the settings decide otherwise is decided anew, and the rest written as soon as models are there.
   */
  recall(): boolean {
    const kept = this.parts.runs?.load();
    const { settings } = this.parts;
    if (kept === undefined || kept.a.id !== settings.get("modelA") || kept.b.id !== settings.get("modelB"))
      return false;
    const { text: prompt, chat } = kept.prompt;
    if (!sameGrounds({ prompt, chat, settings: kept.settings }, this.wanted)) return false;
    this.show(kept, { type: "kept" });
    const wish = this.wanted;
    const lacksControl = wish.control && !kept.answers.control && isWhole(kept.answers.switched?.end);
    if (this.stale || lacksControl) {
      this.settle(wish, this.find(switchedWish(wish)));
      if (!this.whole) void this.write();
    }
    return true;
  }

  /** What was whole becomes whole again as soon as the models are there, where they are on their way. */
  private awaitModels(): void {
    const { waiting, models } = this.parts;
    if (!this.halted && !models.ready && models.missing.length === 0) waiting.readyFor({ type: "switch" });
  }

  private adopt(changed: ReturnType<typeof withForced>): void {
    if (typeof changed === "string") {
      this.notForced = changed;
      return;
    }
    const { forced, switchBranches } = changed;
    this.parts.settings.assign({ forced, switchBranches });
    this.halted = false;
    this.follow();
  }

  private find(answer: AnswerWish): Found {
    return this.known.find(answer, this.answers.switched);
  }

  /** Whether what is shown holds for a wish. */
  private holds(wish: Wish): boolean {
    return this.made !== undefined && sameGrounds(this.made, wish) && !this.otherModels;
  }

  /** Does one step after the other, until all that was asked for stands. */
  private drive(): Promise<void> {
    this.halted = false;
    this.failure = undefined;
    const { driving } = this;
    if (driving && this.stepping) return driving.then(() => this.drive());
    return driving ?? this.during(() => this.work());
  }

  private during(work: () => Promise<void>): Promise<void> {
    return (this.driving = work().finally(() => {
      this.driving = undefined;
      this.stepping = false;
      this.finish();
    }));
  }

  private async work(): Promise<void> {
    while (!this.halted) {
      const { wish } = this;
      if (wish === undefined) return;
      const step: Step | undefined = this.holds(wish)
        ? nextStep(wish, this.answers, this.known)
        : { type: "switch", role: "switched", answer: switchedWish(wish), kept: [] };
      if (step === undefined) {
        this.made = wish;
        return;
      }
      await this.perform(step, wish);
    }
  }

  private async perform(step: Step, wish: Wish): Promise<void> {
    switch (step.type) {
      case "take":
        return this.take(step.role, step.answer);
      case "switch":
        return this.performSwitch(step, wish);
      case "write":
        return this.performWrite(step, wish);
      case "judge":
        return this.performJudge(step, wish);
      default:
        return step satisfies never;
    }
  }

  private async performSwitch(
    { role, answer, kept }: Extract<Step, { type: "switch" }>,
    wish: Wish,
  ): Promise<void> {
    const { prompt, chat, pace, settings } = wish;
    const { choice, forced, maxTokens } = answer;
    const shown = this.answers[role];
    const before = role === "control" ? shown?.choice : this.made?.settings.choice;
    const forcedBefore = role === "control" ? [] : (this.made?.settings.forced ?? []);
    const sameRule =
      before !== undefined && ruleOf({ choice: before, forced: forcedBefore }) === ruleOf(answer);
    const run = this.parts.lab.switch({
      ...{ prompt, chat, choice, forced, maxTokens, pace },
      ...{ sampling: settings.sampling, seed: settings.seed, sample: settings.sample, k: settings.k },
      ...{ stopStrings: settings.stopStrings, endRepetition: settings.endRepetition },
      kept: kept.filter(isJudged).map(({ token, judged, drawA, drawB }) => ({
        ...{ token, drawA, drawB },
        statistics: judged.statistics,
      })),
    });
    const ofChoice = role === "control" ? { choice } : {};
    const listener = this.listen(run, { role, reading: false }, wish, (positions) => ({
      positions,
      ...ofChoice,
    }));
    const { positions, end, failure } = await followSwitched(run, kept, listener);
    const goesOn = sameRule && shown?.positions.length === kept.length && kept.length > 0;
    const stepped = end?.reason === "max-tokens" && maxTokens < wish.settings.maxTokens;
    const ended = endAfter(goesOn ? shown?.end : undefined, end ?? endFor(undefined));
    const written: Answer = {
      positions,
      end: stepped ? { ...ended, reason: "stopped" } : ended,
      ...ofChoice,
    };
    if (positions.length > 0 && this.holds(wish)) this.known.add(written, answer);
    this.ended(run, role, written, failure);
  }

  private async performWrite(
    { side, kept, before }: Extract<Step, { type: "write" }>,
    { prompt, chat, settings }: Wish,
  ): Promise<void> {
    const { sampling, seed, sample, maxTokens, stopStrings, endRepetition } = settings;
    const run = this.parts.lab.write({
      ...{ writer: side, prompt, chat, sampling, seed, sample },
      kept: kept.map(({ token }) => token),
      maxNewTokens: maxTokens - kept.length,
      endings: { stopStrings, endRepetition },
    });
    const listener = this.listen(run, { role: side, reading: false }, undefined, (positions) => ({
      positions,
    }));
    const { positions, end, failure } = await followAlone(run, side, kept, { seed, sample }, listener);
    this.ended(run, side, { positions, end: endAfter(before, end ?? endFor(undefined)) }, failure);
  }

  private async performJudge(
    { side, positions }: Extract<Step, { type: "judge" }>,
    { prompt, chat, settings }: Wish,
  ): Promise<void> {
    const ids = positions.map(({ token }) => token);
    const run = this.parts.lab.compare({ prompt, chat, solution: { ids }, temperature: 1, k: settings.k });
    const end = this.answers[side]?.end;
    const answer = (judged: Answer["positions"]): Answer => ({ positions: judged, ...(end ? { end } : {}) });
    const listener = this.listen(run, { role: side, reading: true }, undefined, answer);
    const read = await followJudged(run, positions, listener);
    void this.parts.lab.release(run.run);
    this.ended(run, side, answer(read.positions), read.failure);
  }

  /** Listens to a run as long as it is the one that counts. */
  private listen(
    run: RunOf<unknown>,
    doing: Doing,
    begins: Wish | undefined,
    answer: (positions: Answer["positions"]) => Answer,
  ): AnswerListener {
    this.current = run;
    this.doing = doing;
    this.shownAt = -Infinity;
    return {
      learn: (tokens) => this.learn(tokens),
      begun: (begun) => {
        if (this.current === run && begins) this.begin(begins, begun);
      },
      grown: (positions) => {
        const now = (this.parts.clock ?? (() => performance.now()))();
        if (this.current !== run || now - this.shownAt < SHOWN_EVERY_MILLISECONDS) return;
        this.shownAt = now;
        this.answers = { ...this.answers, [doing.role]: answer(positions) };
      },
    };
  }

  /** The lab answers: what it writes takes the place of what was shown for another wish. */
  private begin(wish: Wish, begun: Begun): void {
    if (!this.holds(wish)) {
      this.answers = {};
      this.known.clear();
    }
    this.from = undefined;
    this.begun = begun;
    this.made = wish;
  }

  private ended(run: RunOf<unknown>, role: AnswerRole, answer: Answer, failure: Failure | undefined): void {
    if (this.current !== run) return;
    this.current = undefined;
    if (answer.positions.length > 0) this.answers = { ...this.answers, [role]: answer };
    if (failure && failure.code !== "stopped") this.failure = failure;
    if (failure) this.halted = true;
  }

  private take(role: AnswerRole, answer: Answer): void {
    this.answers = { ...this.answers, [role]: answer };
    if (this.wish && role === "switched") this.made = this.wish;
  }

  /** What is found of a wish is shown at once. */
  private settle(wish: Wish, found: Found): void {
    const { positions } = found;
    const before = this.answers.switched;
    const sameRule = this.made !== undefined && ruleOf(this.made.settings) === ruleOf(wish.settings);
    const same = before !== undefined && samePositions(before.positions, positions);
    const end = found.end ?? { ...unrun(endFor(undefined)), reason: "stopped" as const };
    this.made = wish;
    if (same && sameRule && before.end && (found.end === undefined || before.end.reason === end.reason)) {
      if (found.end === undefined && before.end.reason !== "stopped")
        this.answers = {
          ...this.answers,
          switched: { positions, end: { ...before.end, reason: "stopped" } },
        };
      return;
    }
    this.answers = { ...this.answers, switched: { positions, end } };
  }

  /** The run under way counts no more; the next step begins when it has ended. */
  private giveWay(): void {
    this.current?.stop();
    this.current = undefined;
  }

  private finish(): void {
    this.doing = undefined;
    this.current = undefined;
    clearTimeout(this.saving);
    this.saving = setTimeout(() => this.save(), SAVED_AFTER_MILLISECONDS);
  }

  private learn(tokens: readonly Token[]): void {
    for (const token of tokens) this.looks.set(token.id, token);
  }

  private forget(): void {
    this.known.clear();
    this.looks.clear();
    this.failure = undefined;
    this.held = undefined;
    this.notForced = undefined;
  }
}

function sameModel(one: ModelInfo, other: ModelInfo): boolean {
  return one.id === other.id && one.dtype === other.dtype && one.revision === other.revision;
}
