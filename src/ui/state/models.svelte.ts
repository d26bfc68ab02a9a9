import type { Side, Slot } from "../../contract/lab";
import type { LoadableModel } from "../../client/loadable";
import type { LoadEvent } from "../../contract/model";
import { vocabularyMismatch } from "../../core/compare/comparison";
import type { Failure } from "../../core/errors";
import type { ModelInfo } from "../../core/model";
import type { Wants } from "./hub.svelte";
import type { Loader } from "./lab";
import { Speed } from "./speed";

/**
 * Where a model is on its way into the page. Bytes; `total` is the model's known size, or more where its files announce
 * more; for a model of unknown size it is undefined until every file's size is known.
 */
export type ModelPhase =
  | { phase: "absent" }
  /** Named by a link, and loaded as soon as the person says so. */
  | { phase: "waiting"; wants: Wants }
  | {
      phase: "loading";
      step: "download" | "start" | "warm-up";
      loaded: number;
      total: number | undefined;
      fromCache: boolean;
      /** Bytes per second of late; undefined before that is known. */
      rate?: number | undefined;
      files?: readonly FileOnItsWay[];
      /** Why the download pauses, and for how many milliseconds. */
      retry?: { reason: string; wait: number } | undefined;
    }
  | { phase: "ready"; info: ModelInfo }
  | { phase: "cancelled" }
  | { phase: "failed"; failure: Failure };

/** Bytes of one file: those that are there, and those it announces. */
interface FileSizes {
  loaded: number;
  total: number | undefined;
  fromCache: boolean;
}

export interface FileOnItsWay extends FileSizes {
  file: string;
}

/** One of the places for a model: A, B, or C while proxy-tuning wants it. */
export class ModelPlace<Where extends Slot = Side> {
  model: LoadableModel | undefined = $state.raw();
  state: ModelPhase = $state.raw({ phase: "absent" });
  /** Counts attempts to load, so that the answer to one that was given up is recognised. */
  attempt = 0;
  /** Why the files of the model are not kept, where they are not. */
  notKept: "none" | "full" | undefined = $state();
  private files = new Map<string, FileSizes>();
  private readonly speed: Speed;

  constructor(
    readonly side: Where,
    now: () => number,
  ) {
    this.speed = new Speed(now);
  }

  /** Of the loaded model. */
  get info(): ModelInfo | undefined {
    return this.state.phase === "ready" ? this.state.info : undefined;
  }

  begin(model: LoadableModel): number {
    this.model = model;
    this.files = new Map();
    this.speed.begin();
    this.notKept = undefined;
    this.state = { phase: "loading", step: "download", loaded: 0, total: undefined, fromCache: false };
    return ++this.attempt;
  }

  end(state: ModelPhase): void {
    this.attempt++;
    this.state = state;
  }

  hear(event: LoadEvent): void {
    if (this.state.phase !== "loading") return;
    switch (event.type) {
      case "load-download": {
        const { file, loaded, total, fromCache } = event;
        this.speed.hear(file, loaded, fromCache || !this.files.has(file));
        this.files.set(file, { loaded, total, fromCache });
        this.state = {
          ...this.state,
          step: "download",
          loaded: sum([...this.files.values()].map((one) => one.loaded)),
          total: totalOf([...this.files.values()], this.model?.bytes ?? 0),
          fromCache,
          rate: this.speed.rate,
          files: Array.from(this.files, ([name, sizes]) => ({ file: name, ...sizes })),
          retry: undefined,
        };
        return;
      }
      case "load-retry":
        this.state = { ...this.state, retry: { reason: event.reason, wait: event.wait }, rate: undefined };
        return;
      case "load-not-kept":
        this.notKept = event.why;
        return;
      case "load-start-runtime":
        this.state = { ...this.state, step: "start" };
        return;
      case "load-warm-up":
        this.state = { ...this.state, step: "warm-up" };
        return;
      default:
        return event satisfies never;
    }
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** `known` is the size of the whole model, 0 if nobody knows it: files that follow are not announced yet. */
function totalOf(files: readonly FileSizes[], known: number): number | undefined {
  if (known === 0 && files.some(({ total }) => total === undefined)) return undefined;
  return Math.max(known, sum(files.map(({ loaded, total }) => total ?? loaded)));
}

/** Both models: loading, ready, failed, lost. */
export class ModelsState {
  readonly a: ModelPlace;
  readonly b: ModelPlace;
  /** The lab worker itself went away; another took its place. */
  labFailure: Failure | undefined = $state.raw();
  /** Whatever ended by itself during this visit, also what was loaded again since. */
  ended: readonly Failure[] = $state.raw([]);

  /**
   * @param onLabLost called when what the lab kept is gone
   * @param now a clock in milliseconds
   */
  constructor(
    private readonly loader: Loader,
    onLabLost: () => void = () => undefined,
    now: () => number = () => performance.now(),
  ) {
    this.a = new ModelPlace("a", now);
    this.b = new ModelPlace("b", now);
    loader.onTrouble(({ where, failure }) => {
      if (where === "c") return; // MixingState tells of it
      if (!this.ended.some(({ message }) => message === failure.message)) {
        this.ended = [...this.ended, failure];
      }
      if (where !== "lab") return this[where].end({ phase: "failed", failure });
      this.labFailure = failure;
      onLabLost();
    });
  }

  get ready(): boolean {
    return this.a.state.phase === "ready" && this.b.state.phase === "ready";
  }

  areReady(sides: readonly Side[]): boolean {
    return sides.every((side) => this[side].state.phase === "ready");
  }

  /** What is known of the models that are ready, A before B. */
  get infos(): ModelInfo[] {
    return [this.a, this.b].flatMap(({ state }) => (state.phase === "ready" ? [state.info] : []));
  }

  /** Why the two loaded models cannot be compared token by token, where their tokenizers differ. */
  get mismatch(): Failure | undefined {
    const [a, b] = this.infos;
    return a && b && vocabularyMismatch(a, b);
  }

  /** The sides whose model is neither there nor on its way: waiting for it would be in vain. */
  get missing(): Side[] {
    return [this.a, this.b]
      .filter(({ state }) => ["failed", "cancelled", "waiting"].includes(state.phase))
      .map(({ side }) => side);
  }

  /** Resolves when the model is ready or has failed; true if it is ready. */
  async load(side: Side, model: LoadableModel): Promise<boolean> {
    const place = this[side];
    const attempt = place.begin(model);
    const outcome = await this.loader.load(side, model.spec, (event) => {
      if (place.attempt === attempt) place.hear(event);
    });
    if (place.attempt !== attempt) return false;
    if (outcome.ok) place.end({ phase: "ready", info: outcome.value });
    else if (outcome.failure.code === "stopped") place.end({ phase: "cancelled" });
    else place.end({ phase: "failed", failure: outcome.failure });
    return outcome.ok;
  }

  /** Loads what was there, or should have been, once more. */
  async reload(side: Side): Promise<boolean> {
    const { model } = this[side];
    this.labFailure = undefined;
    return model === undefined ? false : this.load(side, model);
  }

  /** A model that is named and that the person has not yet said may be loaded. */
  wait(side: Side, wants: Wants): void {
    const place = this[side];
    if (place.state.phase === "loading") this.loader.cancelLoad(side);
    place.model = undefined;
    place.end({ phase: "waiting", wants });
  }

  cancel(side: Side): void {
    if (this[side].state.phase !== "loading") return;
    this[side].end({ phase: "cancelled" });
    this.loader.cancelLoad(side);
  }

  /** A model that the manifest does not have, or a manifest that could not be read. */
  fail(side: Side, failure: Failure): void {
    if (this[side].state.phase === "loading") this.loader.cancelLoad(side);
    // What was there before is not what failed, nor what a reload would bring.
    this[side].model = undefined;
    this[side].end({ phase: "failed", failure });
  }
}
