import { untrack } from "svelte";
import type { LoadableModel } from "../../../client/loadable";
import type { MixEvent, MixRequest, Slot } from "../../../contract/lab";
import type { Failure, Outcome } from "../../../core/errors";
import type { Token } from "../../../core/model";
import type { Mixer, RunOf, SlotLoader } from "../lab";
import type { ModelsState } from "../models.svelte";
import type { SettingsState } from "../settings.svelte";
import { MixedAnswer } from "./mixedAnswer";
import { mixRequestOf, sameMixture, sameQuestion } from "./mixRequest";
import { SweepState } from "./sweep.svelte";
import { ThirdModel } from "./thirdModel.svelte";

interface Parts {
  settings: SettingsState;
  models: ModelsState;
  lab: Mixer & SlotLoader;
  /** The models that can be C: those that ship with the page. Empty before they are known. */
  offered: () => readonly LoadableModel[];
  /** Whether what the address names is on its way. */
  opening: () => boolean;
  /** Whether the models have something else to do, which a first answer waits for. */
  busy: () => boolean;
}

/** What B is held against in proxy-tuning. "other": a model that is none of the page's own, which is refused. */
export type Against =
  | { type: "a" }
  | { type: "embedded"; model: LoadableModel }
  | { type: "other"; id: string }
  | { type: "unknown" };

/** One answer drawn from a mixture of the models, and written anew whenever the mixture changes. */
export class MixingState {
  readonly third: ThirdModel;
  readonly sweep = new SweepState();
  /** The answer as far as it is written. */
  answer: MixedAnswer | undefined = $state.raw();
  /** The last whole answer to the same question with another mixture. */
  before: MixedAnswer | undefined = $state.raw();
  writing = $state(false);
  /** The first answer waits until the models have nothing else to do. */
  deferred = $state(false);
  failure: Failure | undefined = $state.raw();
  /** What is to be written as soon as the models are there and the run before has ended: the newest wish only. */
  private wish: MixRequest | undefined = $state.raw();
  private current: RunOf<MixEvent> | undefined;
  private working = false;
  /** The last answer that was not given up for another one. */
  private finished: MixedAnswer | undefined = $state.raw();
  /** The mixture that was last taken note of. */
  private followed: string | undefined;

  constructor(private readonly parts: Parts) {
    this.third = new ThirdModel(parts.lab);
  }

  get open(): boolean {
    return this.parts.settings.get("showMix");
  }

  get against(): Against {
    const { settings, offered } = this.parts;
    const id = settings.get("modelC");
    if (settings.get("mixture") === "interpolate" || id === "" || id === settings.get("modelA")) {
      return { type: "a" };
    }
    const model = offered().find((one) => one.id === id);
    if (model) {
      return {
        type: "embedded",
        model: { ...model, spec: { ...model.spec, device: settings.get("device") } },
      };
    }
    return offered().length === 0 ? { type: "unknown" } : { type: "other", id };
  }

  /** What the settings ask for; undefined without a prompt, or where C cannot be had. */
  get request(): MixRequest | undefined {
    const { type } = this.against;
    const settings = this.parts.settings.all();
    if (settings.prompt === "" || type === "other") return undefined;
    return mixRequestOf(settings, type === "a" ? "a" : "c");
  }

  /** Whether the answer is to what the settings ask for now, from the models that are loaded now. */
  get upToDate(): boolean {
    const { answer, request } = this;
    if (!answer || !request || !sameQuestion(answer.request, request)) return false;
    return sameMixture(answer.request, request) && this.isOfLoaded(answer);
  }

  /** Whether something is being written. */
  get busy(): boolean {
    return this.writing || this.sweep.running;
  }

  /** The models that the wish waits for. */
  get waitsFor(): readonly Slot[] {
    return this.wish ? this.missing(this.wish) : [];
  }

  /** While another answer is written: what stood beyond its end so far. */
  get remains(): readonly Token[] {
    const { writing, answer, finished } = this;
    if (!writing || !answer || !finished || !sameQuestion(answer.request, finished.request)) return [];
    return finished.tokens.slice(answer.positions.length);
  }

  /** Where the answer leaves the one before it; undefined where it does not, or that is not known yet. */
  get firstDifference(): number | undefined {
    return this.before && this.answer?.firstDifference(this.before);
  }

  /**
   * Does what the settings say: writes where another mixture is asked for, loads C while it is wanted. To be called in an
   * effect, which it makes listen to what it depends on.
   */
  follow(): void {
    const { settings, models, opening, busy } = this.parts;
    const { open, against } = this;
    const mixture = JSON.stringify([settings.get("mixture"), settings.get("alpha"), idOf(against)]);
    const [unsettled, later] = [opening() || against.type === "unknown", busy()];
    void [models.ready, this.third.ready];
    untrack(() => {
      this.third.want(open && against.type === "embedded" ? against.model : undefined);
      if (!open) this.stop();
      this.deferred = open && later && !unsettled && this.followed === undefined;
      if (!open || unsettled) this.followed = undefined;
      else if (this.deferred) return;
      else if (mixture === this.followed) void this.work();
      else {
        this.followed = mixture;
        if (!this.upToDate || this.answer?.end?.reason === "stopped") this.write();
      }
    });
  }

  /** Writes what the settings ask for; a run under way is given up. */
  write(): void {
    const { request } = this;
    this.failure = undefined;
    this.wish = request;
    this.current?.stop();
    void this.work();
  }

  /** Answers at weights from 0 to 1. */
  writeSweep(): void {
    const { request } = this;
    if (!request) return;
    this.failure = undefined;
    this.sweep.begin(request);
    void this.work();
  }

  /** Ends whatever runs; what is written stays. */
  stop(): void {
    this.wish = undefined;
    this.sweep.stop();
    this.current?.stop();
  }

  /** C once more, and what was to be written with it. */
  async reloadThird(): Promise<void> {
    const reloaded = this.third.reload();
    this.write();
    await reloaded;
  }

  /** One run at a time: the newest wish first, then what is left of the sweep. */
  private async work(): Promise<void> {
    if (this.working) return;
    this.working = true;
    try {
      for (let job = this.nextJob(); job; job = this.nextJob()) await job();
    } finally {
      this.working = this.writing = false;
    }
  }

  private nextJob(): (() => Promise<void>) | undefined {
    const { wish } = this;
    const { next } = this.sweep;
    if (wish) return this.missing(wish).length > 0 ? undefined : () => this.writeAnswer(wish);
    return next && this.missing(next).length === 0 ? () => this.writeSwept(next) : undefined;
  }

  private async writeAnswer(request: MixRequest): Promise<void> {
    this.wish = undefined;
    const { finished } = this;
    if (!finished || !sameQuestion(finished.request, request) || !this.isOfLoaded(finished))
      this.before = undefined;
    else if (!sameMixture(finished.request, request)) this.before = finished;
    this.writing = true;
    const outcome = await this.run(request, (answer) => {
      if (!this.wish) this.answer = answer;
    });
    if (this.wish) return;
    this.writing = false;
    if (!outcome) return;
    if (!outcome.ok) this.failure = outcome.failure;
    else if (outcome.value.positions.length > 0 || outcome.value.end?.reason !== "stopped") {
      this.answer = this.finished = outcome.value;
    }
  }

  private async writeSwept(request: MixRequest): Promise<void> {
    const outcome = await this.run(request, () => undefined);
    if (!outcome) return;
    if (!outcome.ok) {
      this.sweep.stop();
      if (!this.wish) this.failure = outcome.failure;
    } else if (outcome.value.end?.reason !== "stopped") this.sweep.add(outcome.value);
  }

  /** The answer when it has ended; undefined where the run said nothing. */
  private async run(
    request: MixRequest,
    onGrown: (answer: MixedAnswer) => void,
  ): Promise<Outcome<MixedAnswer> | undefined> {
    const run = this.parts.lab.mix(request);
    this.current = run;
    let answer: MixedAnswer | undefined;
    let failure: Failure | undefined;
    for await (const event of run) {
      if (event.type === "mix-failed") failure = event.failure;
      else if (event.type === "mix-start") answer = MixedAnswer.begin(request, event);
      else if (event.type === "mix-end") answer = answer?.ended(event);
      else if (answer) onGrown((answer = answer.with(event)));
    }
    this.current = undefined;
    if (failure) return { ok: false, failure };
    return answer && { ok: true, value: answer };
  }

  private missing(request: MixRequest): Slot[] {
    const { models } = this.parts;
    const sides = (["a", "b"] as const).filter((side) => !models.areReady([side]));
    return request.against === "c" && !this.third.ready ? [...sides, "c"] : sides;
  }

  private isOfLoaded({ models: { a, b, c } }: MixedAnswer): boolean {
    const { against } = this;
    const [one, other] = this.parts.models.infos;
    if (c && !(against.type === "embedded" && against.model.id === c.id)) return false;
    return !this.parts.models.ready || (one?.id === a.id && other?.id === b.id);
  }
}

function idOf(against: Against): string {
  return against.type === "embedded" ? against.model.id : against.type === "other" ? against.id : "";
}
