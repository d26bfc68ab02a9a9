import type { ValueInterval } from "../../../core/compare/valueInterval";
import { answerPoints } from "../../../core/experiment/sample/answerPoints";
import { runsSideBySide, type RunDifferences } from "../../../core/experiment/sample/runsSideBySide";
import type { Author, SampleRun } from "../../../core/experiment/sample/sampleRun";
import { AUTHORS } from "../../../core/experiment/sample/scores";
import { sliceTables } from "../../../core/experiment/sample/slices";
import {
  authorStatistics,
  type AuthorStatistics,
  type StatisticsOptions,
} from "../../../core/experiment/sample/statistics";
import { authorsVersus, type Versus } from "../../../core/experiment/sample/versus";
import { anyCounts, correctnessTerm, rewardOf } from "../../../core/rewards/rewards";
import { strings } from "../../strings";
import {
  isFiltering,
  passingPlaces,
  type AnswerFilter,
  type HistogramValue,
  type PlaneBrushed,
  type ScatterValue,
} from "./answerFilter";
import { questionRows, sortedRows, type RowOrder, type RowSort } from "./questionRows";

/** One author's answers held against another's. */
export interface VersusRow extends Versus {
  left: Author;
  right: Author;
}

/** Which answer is looked at: its question by the row number, so that it stays while a run grows. */
export interface ChosenAnswer {
  index: number;
  author?: Author;
  sample?: number;
}

const NO_FILTER: AnswerFilter = { authors: {}, plane: undefined };
/** Who is held against whom, left first. */
const PAIRS: readonly (readonly [Author, Author])[] = [
  ["a", "b"],
  ["a", "switched"],
  ["b", "switched"],
];
/** Milliseconds between two drawings of a run that goes on: some, and more for every question. */
const DRAW = { least: 500, perQuestion: 3, most: 10_000 };
/** Draws of one question that a bootstrap makes in all; from 100 to 1000 resamples. */
const BOOTSTRAP_DRAWS = 1_000_000;

/**
 * What is looked at of a sampled run: which questions and in which order, and the numbers of all of them. The numbers
 * are computed a piece at a time, so that a run of many questions leaves the page alive.
 */
export class ResultsState {
  run: SampleRun | undefined = $state.raw();
  other: SampleRun | undefined = $state.raw();
  statistics: readonly AuthorStatistics[] = $state.raw([]);
  versus: readonly VersusRow[] = $state.raw([]);
  differences: RunDifferences | undefined = $state.raw();
  /** An answer is right whose correctness term, or else total, is at least this. */
  rightFrom = $state(1);
  filter: AnswerFilter = $state.raw(NO_FILTER);
  sort: RowSort = $state.raw({ by: "asked", descending: false });
  /** What the reward is drawn against. */
  against: ScatterValue = $state("meanJs");
  chosen: ChosenAnswer | undefined = $state.raw();

  readonly authors: readonly Author[] = $derived.by(() => {
    const { run } = this;
    return AUTHORS.filter((author) => run?.settings.authors.includes(author));
  });
  readonly points = $derived(this.run ? answerPoints(this.run) : []);
  readonly rows = $derived(this.run ? questionRows(this.run, this.rightFrom) : []);
  readonly slices = $derived(this.run ? sliceTables(this.run, { rightFrom: this.rightFrom }) : []);
  /** Whether any reward of the task counts. */
  readonly counted = $derived(this.run !== undefined && anyCounts(this.run.task.rewards));
  /** The reward that tells right answers from wrong ones; undefined where the task has none. */
  readonly judge: string | undefined = $derived.by(() => {
    const terms = this.run?.task.rewards ?? [];
    const term = terms[correctnessTerm(terms) ?? -1];
    return term && (rewardOf(term.id)?.label ?? strings.sampleResults.fileReward);
  });
  readonly skipped = $derived(this.run?.questions.filter(({ skipped }) => skipped !== undefined) ?? []);
  readonly filtering = $derived(isFiltering(this.filter));
  private readonly passing = $derived(this.filtering ? passingPlaces(this.points, this.filter) : undefined);
  private readonly sorted = $derived(sortedRows(this.rows, this.sort));
  /** The rows that pass, in their order. */
  readonly shown = $derived.by(() => {
    const { passing } = this;
    return passing ? this.sorted.filter(({ place }) => passing.has(place)) : this.sorted;
  });
  readonly chosenRow = $derived.by(() => {
    const { chosen } = this;
    return chosen && this.rows.find(({ result }) => result.index === chosen.index);
  });

  private waiting: ReturnType<typeof setTimeout> | undefined;
  private latest: { run: SampleRun; other: SampleRun | undefined } | undefined;
  /** Grows with every run that is taken: numbers of an earlier one are dropped. */
  private turn = 0;
  /** Ends when the numbers of what is shown are there. */
  settled: Promise<void> = Promise.resolve();

  /** A run to show; one that goes on is drawn anew from time to time only. */
  take(run: SampleRun, other: SampleRun | undefined, busy: boolean): void {
    this.latest = { run, other };
    const grows = busy && this.run?.id === run.id && this.run.questions.length <= run.questions.length;
    if (!grows) this.draw();
    else if (this.run !== run || this.other !== other) {
      const wait = Math.min(DRAW.most, DRAW.least + DRAW.perQuestion * run.questions.length);
      this.waiting ??= setTimeout(() => this.draw(), wait);
    }
  }

  /** Counts other answers as right: all that is shown of them follows. */
  countFrom(rightFrom: number): void {
    if (rightFrom === this.rightFrom) return;
    this.rightFrom = rightFrom;
    if (this.run) this.settled = this.measure(this.run, this.other, ++this.turn);
  }

  /** Brushed values of one author's histogram; null lets go of them. */
  brush(author: Author, value: HistogramValue, interval: ValueInterval | null): void {
    const { [value]: _, ...rest } = this.filter.authors[author] ?? {};
    const brushes = interval ? { ...rest, [value]: interval } : rest;
    this.filter = { ...this.filter, authors: { ...this.filter.authors, [author]: brushes } };
  }

  brushPlane(plane: Omit<PlaneBrushed, "value"> | null): void {
    this.filter = { ...this.filter, plane: plane ? { ...plane, value: this.against } : undefined };
  }

  /** Another value on the plane: what is brushed on it means nothing there. */
  drawAgainst(value: ScatterValue): void {
    if (value === this.against) return;
    this.against = value;
    this.brushPlane(null);
  }

  showAll(): void {
    this.filter = NO_FILTER;
  }

  /** The same order again turns it round; the largest comes first otherwise, but questions as they were asked. */
  sortBy(by: RowOrder): void {
    const again = this.sort.by === by;
    this.sort = { by, descending: again ? !this.sort.descending : by !== "asked" };
  }

  choose(answer: ChosenAnswer | undefined): void {
    this.chosen = answer;
  }

  /** The shown row so many further on than the chosen one; the ends stay where they are. */
  step(by: number): void {
    const at = this.shown.findIndex(({ result }) => result.index === this.chosen?.index);
    const next = this.shown[Math.max(0, Math.min(this.shown.length - 1, at + by))];
    if (next) this.chosen = { index: next.result.index };
  }

  /** No more numbers are wanted. */
  dispose(): void {
    clearTimeout(this.waiting);
    this.waiting = undefined;
    this.turn++;
  }

  private draw(): void {
    clearTimeout(this.waiting);
    this.waiting = undefined;
    if (!this.latest) return;
    const { run, other } = this.latest;
    if (this.run === run && this.other === other) return;
    const sameRun = this.run?.id === run.id;
    if (!sameRun) {
      this.filter = NO_FILTER;
      this.chosen = undefined;
      this.statistics = [];
      this.versus = [];
    }
    if (!sameRun || this.other?.id !== other?.id) this.differences = undefined;
    this.run = run;
    this.other = other;
    this.settled = this.measure(run, other, ++this.turn);
  }

  private async measure(run: SampleRun, other: SampleRun | undefined, turn: number): Promise<void> {
    const options: StatisticsOptions = {
      rightFrom: this.rightFrom,
      resamples: Math.max(
        100,
        Math.min(1000, Math.round(BOOTSTRAP_DRAWS / Math.max(1, run.questions.length))),
      ),
    };
    const present = AUTHORS.filter((author) => run.questions.some(({ answers }) => answers[author]?.length));
    const statistics: AuthorStatistics[] = [];
    for (const author of present) {
      statistics.push(authorStatistics(run, author, options));
      if (!(await this.breathe(turn))) return;
    }
    const versus: VersusRow[] = [];
    for (const [left, right] of PAIRS) {
      if (!present.includes(left) || !present.includes(right)) continue;
      versus.push({ left, right, ...authorsVersus(run, left, right, options) });
      if (!(await this.breathe(turn))) return;
    }
    this.statistics = statistics;
    this.versus = versus;
    this.differences = other && runsSideBySide(other, run, options);
  }

  /** Lets the page draw and answer; false where another run has been taken meanwhile. */
  private async breathe(turn: number): Promise<boolean> {
    await new Promise((done) => setTimeout(done));
    return this.turn === turn;
  }
}
