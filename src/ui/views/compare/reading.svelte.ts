import { countAbove } from "../../../core/compare/above";
import type { Candidate } from "../../../core/compare/candidates";
import { measure } from "../../../core/compare/measures";
import { mostDifferent } from "../../../core/compare/mostDifferent";
import { summarize, type SummarySentence } from "../../../core/compare/summary";
import type { ValueInterval } from "../../../core/compare/valueInterval";
import type { Token } from "../../../core/model";
import type { Session } from "../../state/session.svelte";
import { contributionTo } from "../../token/contribution";
import {
  formatMeasured,
  formatNats,
  formatThreshold,
  isSigned,
  isWhole,
  measureScale,
  thresholdOf,
} from "../../token/measured";

/** How many of the most different tokens are listed. */
const MOST_DIFFERENT = 12;

/** The shown text through the chosen measure: everything the view draws, computed once for all its parts. */
export class Reading {
  constructor(private readonly session: Session) {}

  readonly text = $derived.by(() => this.session.comparison.text);
  readonly measure = $derived.by(() => measure(this.session.settings.get("measure")));
  readonly unit = $derived.by(() => this.session.settings.get("unit"));
  readonly signed = $derived.by(() => isSigned(this.measure));
  readonly whole = $derived.by(() => isWhole(this.measure));
  readonly scale = $derived.by(() => measureScale(this.measure));
  readonly threshold = $derived.by(() => thresholdOf(this.measure, this.session.settings.get("threshold")));
  /** What is shown was computed for another text than the fields hold, or than a model is writing. */
  readonly stale = $derived.by(
    () => this.text !== undefined && (this.session.writing.writing || !this.session.upToDate),
  );
  /** The measure at every known position. */
  readonly values = $derived.by(() => this.text?.column(this.measure.of) ?? new Float64Array(0));
  readonly above = $derived.by(() => countAbove(this.values, this.threshold));
  readonly mostDifferent = $derived.by(() =>
    mostDifferent(this.values, MOST_DIFFERENT, this.session.view.range),
  );
  /** Values of the chosen measure selected in its histogram. */
  readonly interval: ValueInterval | null = $derived.by(() => {
    const { values } = this.session.view;
    return values?.measure === this.measure.id ? values.interval : null;
  });
  readonly contribution = $derived.by(() => contributionTo(this.measure.id));

  /** Tokens on screen: what a model is writing or wrote, else the compared text. */
  readonly tokens: readonly Token[] = $derived.by(
    () => (this.session.shown.written ?? this.text)?.solution ?? [],
  );
  readonly prompt: readonly Token[] = $derived.by(
    () => this.session.shown.written?.prompt ?? this.readPrompt,
  );

  /** The prompt of the fields as the models will read it, where it is another than the compared one. */
  private get readPrompt(): readonly Token[] {
    const { upToDate, texts } = this.session;
    return (upToDate ? undefined : texts.counts.counted?.prompt) ?? this.text?.prompt ?? [];
  }

  /** The numbers of the one sentence, once the text is known to its end or the run was stopped. */
  readonly summary: SummarySentence | undefined = $derived.by(() => {
    const { text } = this;
    if (text === undefined || text.count === 0) return undefined;
    if (!text.complete && this.session.comparison.running) return undefined;
    return summarize(text.positions());
  });

  /** The position whose details are open: under the pointer, chosen, or else the most different one. */
  readonly shown: number | null = $derived.by(() => {
    const { view } = this.session;
    const wanted = view.shown ?? view.last ?? this.firstDifferent;
    return wanted < this.tokens.length ? wanted : null;
  });

  private readonly firstDifferent = $derived.by(() => mostDifferent(this.values, 1)[0] ?? 0);

  /** A value of the chosen measure as text, with its unit. */
  readonly format = (value: number): string => formatMeasured(this.measure, value, this.unit, true);

  /** A value of the chosen measure as text, for places where the unit is said beside it. */
  readonly formatShort = (value: number): string => formatMeasured(this.measure, value, this.unit);

  /** A threshold of the chosen measure as text, with its unit: a size. */
  readonly formatThreshold = (threshold: number): string =>
    formatThreshold(this.measure, threshold, this.unit, true);

  /** Nats in the unit the person chose. */
  readonly formatNats = (value: number): string => formatNats(value, this.unit, true);

  readonly formatContribution = (value: number): string =>
    formatMeasured(this.contribution.measure, value, this.unit);

  /** The candidates of a position: among the k most probable of either model. */
  candidates(position: number): Candidate[] {
    const k = this.session.settings.get("k");
    return (this.text?.candidates(position) ?? []).filter(({ rankA, rankB }) => rankA <= k || rankB <= k);
  }
}
