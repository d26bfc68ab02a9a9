import type { Reproduction } from "../../core/compare/digest";
import type { CompareRequest } from "../../core/compare/events";
import type { Failure } from "../../core/errors";
import type { FileRemark } from "../../core/experiment/fileRemark";
import { strings } from "../strings";
import { ComparedText } from "./comparedText";
import type { Comparer, RunOf } from "./lab";
import type { CompareEvent } from "../../core/compare/events";

/** Where the numbers on the page come from and whether more are coming. */
export type ComparisonStatus =
  | { type: "empty" }
  | { type: "recorded" }
  | { type: "running" }
  | { type: "live"; milliseconds: number }
  | ImportedStatus
  | { type: "stopped"; positions: number }
  | { type: "failed"; failure: Failure };

/** Out of a file. */
export interface ImportedStatus {
  type: "imported";
  /** Of the file. */
  name: string;
  /** Whether it holds whole distributions. */
  whole: boolean;
  /** What of it does not hold together. */
  remarks?: readonly FileRemark[];
  /** Whether the digest in it fits its numbers; there where it brings one. */
  ownDigest?: Reproduction;
  /** Why not all of it is shown. */
  cut?: Failure;
}

/** Drawing every block as it arrives would keep the page busy with itself. */
const SHOWN_EVERY_MILLISECONDS = 120;

/** How a comparison ended; `text` is what is shown now. */
export type ComparisonEnd = "finished" | "stopped" | "failed" | "replaced";

/** The comparison that is shown. One run at a time: a new one stops the one before. */
export class ComparisonState {
  text: ComparedText | undefined = $state.raw();
  status: ComparisonStatus = $state.raw({ type: "empty" });
  /** The file that the shown numbers came from, whatever was tried since. */
  file: ImportedStatus | undefined = $state.raw();
  /** Temperature and k the shown numbers were computed with. */
  seenAt: { temperature: number; k: number } = $state.raw({ temperature: 1, k: 10 });
  /** Why what is shown could not be looked at again, or not replaced by live numbers; what is shown is still right. */
  trouble: Failure | undefined = $state.raw();
  /** A run that replaces the shown numbers only when it has all of its own. */
  silent = $state(false);

  /** Runs up to this one are unknown to the laboratory: it was started anew since. */
  private forgottenUpTo = $state(0);
  private lastRun = 0;
  private current: RunOf<CompareEvent> | undefined;
  private reviewing = 0;

  /** @param clock milliseconds from any fixed moment on */
  constructor(
    private readonly comparer: Comparer,
    private readonly clock: () => number = () => performance.now(),
  ) {}

  get running(): boolean {
    return this.status.type === "running" || this.silent;
  }

  /** Whether the shown numbers, once computed here, are now on this page alone: nothing more can be asked of them. */
  get onPageOnly(): boolean {
    const { type } = this.status;
    const computed = type !== "empty" && type !== "recorded";
    return computed && this.text !== undefined && this.text.run <= this.forgottenUpTo;
  }

  /** The laboratory was started anew: what it kept of all runs so far is gone. */
  forget(): void {
    this.forgottenUpTo = this.lastRun;
  }

  /** Shows a text that is there already: a recording, or a branch that was compared before. */
  show(text: ComparedText, status: ComparisonStatus, seenAt: { temperature: number; k: number }): void {
    this.abandon();
    this.text = text;
    this.status = status;
    this.file = status.type === "imported" ? status : undefined;
    this.seenAt = seenAt;
    this.trouble = undefined;
  }

  clear(): void {
    this.abandon();
    this.text = undefined;
    this.file = undefined;
    this.status = { type: "empty" };
    this.trouble = undefined;
  }

  /** Says beside the text why there are no numbers; what is shown stays. */
  fail(failure: Failure): void {
    this.abandon();
    this.status = { type: "failed", failure };
  }

  /**
   * Compares with the real models. `silent`: what is shown stays until the run has finished, and stays if it fails.
   * Resolves with how it ended.
   */
  async run(request: CompareRequest, { silent = false } = {}): Promise<ComparisonEnd> {
    this.abandon();
    const run = this.comparer.compare(request);
    const seenAt = { temperature: request.temperature, k: request.k };
    return this.follow(run, seenAt, (milliseconds) => ({ type: "live", milliseconds }), silent);
  }

  /**
   * What a file holds takes the place of what is shown, as it is read. Where it ends early, by the person or by what is
   * wrong with it, what was read stays and says so. Resolves with how that ended.
   *
   * @param status asked for when the reading begins and when it ends
   */
  async read(
    run: RunOf<CompareEvent>,
    seenAt: { temperature: number; k: number },
    status: () => ImportedStatus,
  ): Promise<ComparisonEnd> {
    this.abandon();
    return this.follow(run, seenAt, status, false, status());
  }

  private async follow(
    run: RunOf<CompareEvent>,
    seenAt: { temperature: number; k: number },
    finished: (milliseconds: number) => Extract<ComparisonStatus, { type: "live" | "imported" }>,
    silent: boolean,
    file?: ImportedStatus,
  ): Promise<ComparisonEnd> {
    this.current = run;
    this.lastRun = Math.max(this.lastRun, run.run);
    this.silent = silent && this.text !== undefined;
    if (!this.silent) this.status = { type: "running" };
    this.trouble = undefined;
    let text: ComparedText | undefined;
    let shownAt = -Infinity;
    for await (const event of run) {
      if (this.current !== run) return "replaced";
      switch (event.type) {
        case "compare-start":
          text = ComparedText.begin(event);
          break;
        case "compare-block":
          text = text?.with(event.block, event.tokens);
          break;
        case "compare-end":
          return this.finish(text, seenAt, finished(event.milliseconds));
        case "compare-stopped":
          if (file) return this.finish(text, seenAt, cutShort(finished(0), text));
          return this.finish(text, seenAt, { type: "stopped", positions: event.positions });
        case "compare-failed":
          if (file) return this.finish(text, seenAt, cutShort(finished(0), text, event.failure));
          return this.finish(text, seenAt, { type: "failed", failure: event.failure });
        default:
          event satisfies never;
      }
      const now = this.clock();
      if (!this.silent && text !== undefined && now - shownAt >= SHOWN_EVERY_MILLISECONDS) {
        shownAt = now;
        this.text = text;
        this.file = file;
        this.seenAt = seenAt;
      }
    }
    return this.current === run
      ? this.finish(text, seenAt, { type: "stopped", positions: text?.count ?? 0 })
      : "replaced";
  }

  /** Ends the run; what has arrived stays. */
  stop(): void {
    this.current?.stop();
  }

  /**
   * The shown text at another temperature or k, from what the laboratory keeps. Of several asked for in a row the last
   * one counts. Does nothing while a run is under way.
   */
  async review(settings: { temperature: number; k: number }): Promise<void> {
    const { text } = this;
    const { status } = this;
    if (text === undefined || !(status.type === "live" || (status.type === "imported" && status.whole)))
      return;
    const ticket = ++this.reviewing;
    if (settings.temperature === this.seenAt.temperature && settings.k === this.seenAt.k) {
      this.trouble = undefined;
      return;
    }
    const outcome = await this.comparer.review(text.run, settings);
    if (ticket !== this.reviewing || this.text !== text) return;
    if (!outcome.ok) {
      this.trouble = outcome.failure;
      return;
    }
    this.trouble = undefined;
    this.text = text.reviewed(outcome.value.blocks, outcome.value.tokens);
    this.seenAt = settings;
  }

  private finish(
    text: ComparedText | undefined,
    seenAt: { temperature: number; k: number },
    status: Extract<ComparisonStatus, { type: "live" | "imported" | "stopped" | "failed" }>,
  ): ComparisonEnd {
    this.current = undefined;
    const keepShown = this.silent && status.type !== "live";
    this.silent = false;
    if (keepShown) this.trouble = status.type === "failed" ? status.failure : undefined;
    else {
      if (text !== undefined) {
        this.text = text;
        this.file = status.type === "imported" ? status : undefined;
        this.seenAt = seenAt;
      }
      this.status = status;
    }
    return status.type === "live" || status.type === "imported" ? "finished" : status.type;
  }

  private abandon(): void {
    this.current?.stop();
    this.current = undefined;
    this.silent = false;
    this.reviewing++;
  }
}

/** A file of which not all is shown: the person stopped the reading, or something is wrong with the rest. */
function cutShort(
  status: Extract<ComparisonStatus, { type: "live" | "imported" }>,
  text: ComparedText | undefined,
  failure?: Failure,
): ImportedStatus {
  if (status.type !== "imported") throw new Error("Only a file can be cut short");
  const message = strings.files.cut(text?.count ?? 0, text?.solution.length ?? 0, failure?.message);
  return { ...status, whole: false, cut: { ...(failure ?? { code: "stopped" }), message } };
}
