import type { DigestMeasureId, MadeWith, Reproduction } from "../core/compare/digest";
import { MAX_BRANCHES } from "../core/config/branchTree";
import type { ThresholdNotice } from "../core/generation/switching/bounds";
import type { PolicyId } from "../core/generation/switching/policies";
import type { BadRowReason } from "../core/datasets/dataset";
import type { Author } from "../core/experiment/sample/sampleRun";
import type { Mixture } from "../core/generation/mixing/mixture";
import type { SwitchEndReason } from "../core/generation/switching/endings";
import type { AnswerRole } from "../core/generation/switching/run";
import type { LinkNotice } from "../core/config/link";
import { SETTINGS, type SettingId } from "../core/config/settings";
import { shorten, type ValueProblem } from "../core/config/values";
import type { SummarySentence } from "../core/compare/summary";
import type { Side, Slot } from "../contract/lab";
import type { TextSpan } from "../core/compare/apartText";
import type { Failure } from "../core/errors";
import type { BadRow } from "../core/study/ownProblems";
import type { Baseline } from "../core/rewards/baseline";
import type { RewardProblem } from "../core/rewards/reward";
import type { ConfigProblem } from "../core/experiment/config/configReader";
import type { LeftOut } from "./state/sample/files/experimentSettings";
import type { TaskProblem } from "../core/tasks/taskShape";
import type { StudyModel } from "../core/study/study";
import type { SweepProblem, SweepSetting } from "../core/study/sweeps";
import type { FileRemark } from "../core/experiment/fileRemark";
import type { StatisticName } from "../core/experiment/statisticRanges";
import type { SelfCheckResult } from "../core/selfCheck/selfCheck";
import type { LessonProblem } from "../core/lesson/lesson";
import type { Estimate } from "../core/experiment/sample/statistics";
import type { Verdict } from "../core/rewards/verdict";
import {
  formatBytes,
  formatCount,
  formatFixed,
  formatMagnitude,
  formatMilliseconds,
  formatProbability,
  formatShare,
} from "./format/number";
import { formatTiny } from "./format/scientific";
import type { Pending } from "./state/waiting.svelte";
import type { MadeAt, SideMade } from "./state/reproduction.svelte";
import type { DatasetPhase, DatasetState } from "./state/sample/dataset.svelte";
import type { Preview } from "./state/switching/preview";
import type { SwitchSentence } from "./state/switching/sentence";
import type { TextProblem } from "./state/textProblems";
import type { TypedProblem } from "./views/switch/typedNumber";

/** Every sentence of the page, in one place for translation. Charts have their own words beside them. */

const NAMES: Record<Side, string> = { a: "A", b: "B" };

function count(number: number, one: string, many = `${one}s`): string {
  return `${formatCount(number)} ${number === 1 ? one : many}`;
}

function list(words: readonly string[]): string {
  return new Intl.ListFormat("en", { type: "conjunction" }).format(words);
}

/** The end of a long text, where what is said of it stands. */
function tail(text: string): string {
  const letters = [...text];
  return letters.length <= 60 ? text : `…${letters.slice(-60).join("")}`;
}

/** A number that a person set, with no more digits than it has. */
function plainNumber(value: number): string {
  return String(value).replace("-", "−");
}

/** A difference: with its sign, and a real minus. */
function signedFixed(value: number): string {
  return `${value > 0 ? "+" : ""}${formatFixed(value, 2)}`;
}

function either(words: readonly string[]): string {
  return new Intl.ListFormat("en", { type: "disjunction" }).format(words);
}

/** "brevityPenalty" as "brevity penalty". */
function spacedName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function detailValue(value: number | string): string {
  if (typeof value === "string") return shorten(value);
  return Number.isInteger(value) ? formatCount(value) : formatMagnitude(value, value < 0);
}

/** A weight as it was typed, with a true minus. */
function formatWeight(weight: number): string {
  return String(weight).replace("-", "−");
}

/** Parts of a gap: they may lie below 0 and above 1. */
function wholePercent(part: number): string {
  return `${formatFixed(100 * part, 0)}\u00a0%`;
}

function span(low: number, high: number): string {
  return Number.isFinite(low) ? `${formatFixed(100 * low, 0)} to ${wholePercent(high)}` : "not known";
}

const BAD_ROWS: Record<BadRow["why"], string> = {
  "no-json": "it is no JSON",
  "no-object": "it is no object",
  "no-question": "it has no question",
  "no-answer": "it has no answer",
  "long-question": "its question is too long",
  "long-answer": "its answer is too long",
  cells: "it has another number of cells than the first row",
};

/** How long something will still take. */
function timeLeft(milliseconds: number): string {
  const seconds = Math.max(1, Math.round(milliseconds / 1000));
  return seconds < 90 ? `about ${seconds} s left` : `about ${Math.round(seconds / 60)} min left`;
}

export const strings = {
  name: "RL On/Off",
  title: (view: string) => `${view} · RL On/Off`,
  lede: {
    compare: {
      before: "Two models read the same text. See, token by token, where",
      middle: " and",
      after: " would write something else.",
    },
    switch: {
      before: "One model answers,",
      middle: ", and the other,",
      after: ", takes over only where they disagree. See how few tokens it takes.",
    },
    sample: {
      before: "Many questions, several answers each. See how often",
      middle: " and",
      after: " are right, by which reward, and where their answers part.",
    },
  },
  side: (side: Side) => NAMES[side],
  model: (side: Side) => `Model ${NAMES[side]}`,
  views: { label: "Views", compare: "Compare", switch: "Switch", sample: "Sample" },

  dataset: {
    label: "Questions",
    choose: "Choose a dataset",
    generated: { both: "Letters and sums", letters: "Letters", sums: "Sums" },
    generatedTitle: "Problems of this page",
    generatedHelp: "Made from the seed, with exact answers; the embedded models were never trained on them.",
    presetsTitle: "From the Hugging Face Hub",
    presetsHelp: (server: string) => `A press asks ${server} for the rows.`,
    hubName: "Any dataset of the Hub",
    hubPlaceholder: "owner/name",
    hubLook: "Look",
    hubSplits: "Config and split",
    hubOpen: "Open",
    hubBad: "A dataset of the Hub is called owner/name.",
    urlLabel: "From an address",
    urlPlaceholder: "https://…/data.jsonl",
    urlOpen: "Open",
    urlBad: "An address begins with https:// or http://.",
    fileTitle: "A file of your own",
    fileHelp: "JSON, JSON Lines, CSV, TSV or Parquet, of any size: it stays on your disk.",
    file: "Choose a file",
    paste: "Or paste rows",
    pastePlaceholder: '{"question": "…", "answer": "…"}',
    pasteUse: "Use these rows",
    pastedText: "pasted rows",
    unknown: (id: string) => `There is no dataset “${id}”.`,
    unknownHint: "Choose one of the list, or give a file.",
    offered: (name: string, where: string) => `The questions are those of ${name}. They come from ${where}.`,
    fetch: "Fetch the rows",
    absent: (name: string) => `The questions are in ${name}, on your disk: a page cannot open it by itself.`,
    again: "Give it again",
    opening: "Opening …",
    noRows: "No dataset is open.",
    noRowsHints: {
      closed: "Choose one above.",
      offered: "Press “Fetch the rows” first, or choose another.",
      absent: "Give its file again first, or choose another.",
      opening: "It is being opened: try again in a moment.",
      open: "Choose the column that holds the question.",
      failed: "Choose another.",
    } satisfies Record<DatasetPhase["type"], string>,
    nothingToAsk: (from: number, count: number, column: string) =>
      `None of the rows ${formatCount(from)} to ${formatCount(from + count - 1)} has a question in “${column}”.`,
    nothingToAskHint: (rows: number) =>
      `The dataset has ${formatCount(rows)} rows so far; choose others, or another column.`,
    rows: (rows: number, ended: boolean) =>
      ended ? `${count(rows, "row")}` : `${count(rows, "row")} so far`,
    bad: (bad: number) => `${count(bad, "bad row")} left out`,
    badTitle: "Rows that could not be read",
    badLine: (line: number, why: string) => `line ${formatCount(line)}: ${why}`,
    badMore: (more: number) => `and ${formatCount(more)} more`,
    badReasons: {
      "no-json": "no JSON",
      "no-object": "not an object with fields",
      cells: "another number of cells than the header",
      quotes: "a quoted cell that does not end",
      "too-long": "longer than a row may be",
      "too-deep": "nested deeper than a row may be",
      unreadable: "no text",
    } satisfies Record<BadRowReason, string>,
    question: "Question",
    reference: "Reference",
    noReference: "none",
    ownColumn: "another …",
    columnPath: "Column, or several: {a} {b}",
    slices: "Slices",
    slicesHelp: SETTINGS.sliceColumns.help,
    guessed: "guessed",
    preview: "First rows",
    noQuestionColumn: "No column looks like a question: choose one.",
    nothing: {
      rows: "This dataset has no rows.",
      "good-rows": "None of its rows can be read.",
      columns: "Its rows have no fields: there is nothing to ask.",
    } satisfies Record<NonNullable<DatasetState["nothing"]>, string>,
    nothingHint: "Choose another dataset.",
    stopped: "Stopped before all questions were read.",
    slowTemplate: (done: number, questions: number, seconds: number) =>
      `The template took more than ${seconds} s for ${formatCount(done)} of ${formatCount(questions)} questions.`,
    slowTemplateHint: "Mend the template: it does far more than a prompt needs. Or ask fewer questions.",
    asking: "Asking the Hub …",
  },

  sample: {
    authors: { a: "A", b: "B", switched: "Switched" } satisfies Record<Author, string>,
    oneAuthor: "Somebody has to answer.",
    setup: "What is asked",
    controls: "How many answers, and by whom",
    asked: (questions: number, samples: number, authors: readonly string[]) =>
      `${formatCount(questions)} questions, ${formatCount(samples)} ${samples === 1 ? "answer" : "answers"} each by ${authors.join(" and ")}.`,
    run: "Run",
    runAnew: "Run anew",
    goOn: (left: number) => `Go on (${formatCount(left)} left)`,
    pause: "Pause",
    stop: "Stop",
    stopping: "It stops after the tokens under way.",
    scoreAgain: "Score again",
    otherModels: "Other models are loaded than those that began this run.",
    consentFirst: "The task brings code of somebody else: look at it and allow it first.",
    waiting: "The models are on their way; then the run begins.",
    preparing: "Reading the dataset …",
    progress: "Progress of the run",
    running: (done: number, total: number, rate: number | undefined, left: number | undefined) =>
      [
        `${formatCount(done)} of ${formatCount(total)} questions`,
        rate === undefined ? undefined : `${formatCount(Math.round(rate))} tokens/s`,
        left === undefined ? undefined : timeLeft(left),
      ]
        .filter((part) => part !== undefined)
        .join(" · "),
    scoring: (done: number, total: number) =>
      `Scoring again: ${formatCount(done)} of ${formatCount(total)} questions`,
    paused: (done: number, total: number) =>
      `Paused: ${formatCount(done)} of ${formatCount(total)} questions are answered and kept.`,
    otherSettings: (questions: string) =>
      `Below are the answers to ${questions} questions under other settings; Run makes new ones beside them.`,
    noQuestion: (column: string) => `This row has nothing in “${column}”.`,
    empty: "Nothing has been asked yet.",
    emptyHint:
      "Press Run: both models answer every question several times, and every answer is rewarded. Nothing leaves this page.",
    kept: {
      title: "Runs",
      none: "No run is kept yet.",
      open: "Show",
      hold: "Compare with",
      unhold: "No longer compare",
      delete: "Delete",
      of: (action: string, run: string) => `${action}: ${run}`,
      line: (dataset: string, answered: number, total: number, models: string) =>
        `${dataset} · ${formatCount(answered)} of ${formatCount(total)} questions · ${models}`,
      shown: "shown",
      imported: (name: string) => `from ${name}`,
    },
  },

  sampleFiles: {
    bar: "Files of this view",
    open: "Open files…",
    openHelp:
      "A run, results.json with its statistics.json, distributions.json with its .npz, an experiment_config.yaml with what it refers to, or a dataset.",
    nothing: "There is a file to save once a question has been answered.",
    results: (author: string | undefined) => (author === undefined ? "Answers" : `Answers of ${author}`),
    resultsShort: "Results",
    statisticsShort: "Statistics",
    runShort: "JSON",
    resultsTitle: "Questions, samples, rewards and extracted answers, as Python pipelines read them",
    statisticsTitle: "Accuracy, lengths, pass@k and how it was sampled",
    run: "The whole run",
    runTitle: "Everything, to open it here again",
    experiment: "Experiment",
    experimentName: "YAML",
    experimentTitle:
      "experiment_config.yaml: dataset, task, models, sampling and distributions, to run it again",
    arrays: "Distributions",
    arraysHelp:
      "distributions.npz and distributions.json: what a model gives every token of every answer, as numpy reads them",
    reader: "Read by",
    readerName: (side: Side, id: string | undefined) =>
      id === undefined ? NAMES[side] : `${NAMES[side]} (${id})`,
    content: "Of each token",
    contents: (k: number) => ({
      top_k: `top ${formatCount(k)} and the rest`,
      probabilities: "all probabilities",
      logprobs: "all log-probabilities",
    }),
    precision: "Numbers",
    k: "Most probable",
    kHelp: "So many of the most probable tokens are written, and the log mass of all others.",
    temperature: "Temperature",
    temperatureHelp: "Of the written distributions; 1 is as the model gives them.",
    needsModel: (side: Side) => `Model ${NAMES[side]} is not loaded.`,
    answersRead: (done: number, total: number) => `${formatCount(done)} of ${count(total, "answer")} read`,
    notesLabel: "About the opened files",
    noSection: (names: string) => `${names} has no section 00_sample, 01_dist or 02_visualize.`,
    noSectionHint: "Drop it together with the experiment_config.yaml that refers to it.",
    strangers: (names: string) => `${names} does not belong to the other files.`,
    strangersHint: "Open it alone.",
    statisticsAlone: "statistics.json has no answers in it.",
    statisticsAloneHint: "Drop it together with its results.json.",
    manyRuns: "These files are several runs.",
    manyAnswers: "These files are several sets of distributions.",
    manyTables: "These files are several datasets.",
    manyExperiments: "These files are several experiments.",
    oneAtATime: "Open one at a time.",
    manyResults: (files: number) => `${formatCount(files)} results files are more authors than a run has.`,
    manyResultsHint: "Open at most three: of A, of B, and switched.",
    noQuestions: (name: string) => `${name} has no questions.`,
    openedRun: (name: string, questions: number) => `${name}: ${count(questions, "question")} shown.`,
    openedTask: (name: string) => `${name} is the task.`,
    openedBaseline: (name: string) => `The baseline “${name}” can be chosen.`,
    openedDataset: (name: string) => `${name} is the dataset.`,
    tookSample: (name: string) => `Dataset, task and sampling are set as ${name} says; Run begins it.`,
    tookDist: "Export writes distributions as it says.",
    unknownKeys: (name: string, keys: readonly string[]) =>
      `${name}: ${list(keys.slice(0, 10).map((key) => `“${shorten(key)}”`))}${keys.length > 10 ? ` and ${formatCount(keys.length - 10)} more` : ""} ${keys.length === 1 ? "is" : "are"} not read.`,
    uneven: (name: string, questions: number) =>
      `${name}: ${count(questions, "question")} with another number of rewards or extracted answers than samples; what is missing counts as none.`,
    otherAccuracy: (said: number, found: number) =>
      `The statistics say an accuracy of ${formatMagnitude(said)}, the answers have ${formatMagnitude(found)}.`,
    noArrays: (name: string) =>
      `${name} came without its .npz: texts and entropies are shown, and no candidates.`,
    datasetMissing: (name: string) =>
      `${name}, which the questions come from, was not among the files: give it above.`,
    taskProblem: ({ path, detail }: TaskProblem) => `Of its task, ${path} is not known here: ${detail}`,
    configProblem: ({ file, path, line, why, detail }: ConfigProblem): string => {
      const place = `${file}${line === undefined ? "" : `, line ${formatCount(line)}`}: ${path}`;
      switch (why) {
        case "unknown":
          return `${place} is not known and was left out.`;
        case "refused":
          return `${place} cannot be used: ${detail}.`;
        case "clamped":
          return `${place} was set from ${detail}.`;
        case "missing":
          return `${place} names ${detail}, which was not among the files.`;
        case "needs-server":
          return `${place} is ${detail}, which needs a server; this page cannot reach one yet. Its own models answer.`;
        default:
          return why satisfies never;
      }
    },
    leftOut: (left: LeftOut): string => {
      switch (left.type) {
        case "model":
          return `“${shorten(left.id)}” is no model that this page can load; the chosen one stays.`;
        case "dtype":
          return `“${shorten(left.dtype)}” is no number format of this page; the chosen one stays.`;
        case "stop-string":
          return left.text === ""
            ? "An empty stop string was left out."
            : `The stop string ${JSON.stringify(shorten(left.text))} holds a line break, which the page’s setting cannot; it was left out.`;
        case "stop-strings":
          return `The stop strings have ${formatCount(left.length)} characters; the page’s setting takes ${formatCount(left.limit)}. They were left out.`;
        default:
          return left satisfies never;
      }
    },
    view: {
      title: "Distributions of answers",
      of: (file: string, model: string) => `${file}, read by ${model}`,
      size: (questions: number, answers: number) =>
        `${count(questions, "question")}, ${count(answers, "answer")}`,
      temperature: (temperature: number) => `temperature ${temperature}`,
      list: "Questions and answers",
      none: "This file has no answers.",
      answer: (sample: number, author: string | undefined) =>
        author === undefined
          ? `Answer ${formatCount(sample + 1)}`
          : `Answer ${formatCount(sample + 1)} by ${author}`,
      tokens: (tokens: number) => count(tokens, "token"),
      noQuestion: "(no question)",
      reference: "Reference",
      previous: "Answer before",
      next: "Next answer",
      entropy: "Entropy",
      entropyNats: "Entropy (nats)",
      unknownEntropyHere: "Its entropy is not in the file.",
      noCandidates: "The file came without its .npz: what else could have stood here is not known.",
      legendHelp: "The stronger the colour, the less sure the model was of what comes next.",
      unknownEntropy: "The file has no entropies of this answer.",
      computed: "Entropies computed from the distributions.",
      text: "The answer, token by token",
      keys: "Arrow keys move from token to token, Enter leads to what could have stood there, Escape clears.",
      reading: "Reading …",
      noTokens: "The file has no tokens of this answer, only its text.",
      choose: "Choose a token: here stands what else could have been written.",
      details: "What could have stood here",
      position: (position: number, token: string) => `Token ${formatCount(position + 1)}, “${token}”`,
      columns: { rank: "Rank", token: "Token", probability: "Probability" },
      restShare: (share: number) => `All others: ${formatProbability(share)}`,
      entropyHere: (nats: number) => `Entropy ${formatMagnitude(nats)} nats`,
      more: "More",
      isToken: "stands in the answer",
    },
  },

  sampleResults: {
    title: "What came out",
    switched: "Switched",
    /** Of a results file, which does not say what it rewards. */
    fileReward: "the file’s reward",
    sentence: {
      none: "No answer has a reward.",
      noneCounts: "No answer has a reward: the task has no reward that counts.",
      accuracy: (questions: number, shares: readonly { name: string; share: number }[], several: boolean) => {
        const [first, ...others] = shares.map(({ name, share }) => ({
          name,
          text: formatProbability(share),
        }));
        const rest = others.map(({ name, text }) => `, ${name} ${text}`).join("");
        return several
          ? `${first?.name} has ${first?.text} of its answers to ${count(questions, "question")} right${rest}.`
          : `${first?.name} answers ${first?.text} of ${count(questions, "question")} right${rest}.`;
      },
      /** In the order of the names before. */
      pass: (tries: number, shares: readonly number[]) =>
        `At least one of ${formatCount(tries)} answers is right (pass@${formatCount(tries)}) for ${list(shares.map(formatProbability))} of the questions.`,
      reward: (name: string, { value, low, high }: Estimate) =>
        Number.isNaN(low + high)
          ? `${name} ${formatFixed(value, 2)}`
          : `${name} ${formatFixed(value, 2)} (95\u00a0%: ${formatFixed(low, 2)} to ${formatFixed(high, 2)})`,
      rewards: (questions: number, means: readonly string[]) =>
        `The mean reward over ${count(questions, "question")}: ${means.join(", ")}.`,
    },
    numbers: {
      caption: "The answers of each author in numbers",
      measure: "of all answers",
      reward: "mean reward",
      /** What a share of answers is called: right where a reward tells that, else by the reward that they reach. */
      right: (judge: string | undefined, from: number) =>
        judge === undefined ? `reward at least ${plainNumber(from)}` : "right",
      accuracyHelp: (judge: string | undefined, from: number) =>
        judge === undefined
          ? `Share of the answers whose reward is ${plainNumber(from)} or more. No reward of this task tells right answers from wrong ones.`
          : `Share of the answers to which ${judge} gives ${plainNumber(from)} or more.`,
      from: (judge: string | undefined) =>
        judge === undefined
          ? "Answers are counted from a reward of"
          : `An answer is right where ${judge} gives at least`,
      fromHelp: "Shares of answers, pass@k and majority count from here on.",
      pass: (judge: string | undefined) =>
        judge === undefined ? "at least one of k so high" : "at least one of k right",
      passHelp:
        "pass@k: the chance that one of k answers to a question is right, or has so high a reward, estimated without bias from all of its answers.",
      passAt: (k: number, value: number, questions: number) =>
        `pass@${formatCount(k)} ${formatProbability(value)} of ${count(questions, "question")}`,
      passLast: (value: number, k: number) =>
        `${formatProbability(value)} at k\u00a0=\u00a0${formatCount(k)}`,
      majority: (judge: string | undefined) => (judge === undefined ? "majority so high" : "majority right"),
      majorityHelp:
        "Share of the questions whose most frequent answer is right, or has so high a reward; of equally frequent ones the first.",
      spread: "spread within a question",
      spreadHelp:
        "Mean standard deviation of the rewards of one question’s answers. Where all are equal there is nothing that a policy gradient could learn from.",
      equal: (share: number) => (Number.isNaN(share) ? "" : `all alike for ${formatProbability(share)}`),
      length: "tokens of an answer",
      lengths: (median: number, least: number, most: number) =>
        Number.isNaN(median)
          ? ""
          : `median ${formatCount(median)}, ${formatCount(least)} to ${formatCount(most)}`,
      fromB: (b: string) => `tokens from ${b}`,
      ends: "ended early",
      endsHelp:
        "Answers that were cut off: by the most tokens that were set, a full context, or because they went round in circles.",
      cut: (cut: number, answers: number) => `${formatCount(cut)} of ${formatCount(answers)}`,
      terms: (label: string, weight: number) =>
        weight === 0 ? `${label} (not counted)` : `${label} × ${plainNumber(weight)}`,
      notFound: "no answer found in the text",
      notLooked: "not looked through for an answer",
      notLookedWhy: { "time-limit": "the answer format took too long", error: "the answer format failed" },
      failed: "without a reward",
      noneCounts: "the task has no reward that counts",
      failedWhy: (parts: readonly string[]) => parts.join(", "),
      interval: (low: number, high: number) =>
        Number.isNaN(low + high) ? "" : `${formatFixed(low, 2)} – ${formatFixed(high, 2)}`,
      shares: (low: number, high: number) =>
        Number.isNaN(low + high) ? "" : `${formatFixed(100 * low, 0)} – ${formatFixed(100 * high, 0)}\u00a0%`,
    },
    problem: {
      "no-reference": "there is no reference to compare with",
      "no-likelihood": "a model’s likelihood of the answer is missing",
      "no-baseline": "the baseline has nothing for this question",
      "time-limit": "it was stopped, it took too long",
      error: "its code failed",
      "not-a-number": "what came out is no finite number",
    } satisfies Record<RewardProblem, string>,
    problemCount: (count: number, why: string) => `${formatCount(count)}: ${why}`,
    versus: {
      title: "Question by question",
      help: "By the mean reward of each question that both answered.",
      row: (right: string, left: string) => `${right} against ${left}`,
      wins: (wins: number) => `better ${formatCount(wins)}`,
      ties: (ties: number) => `equal ${formatCount(ties)}`,
      losses: (losses: number) => `worse ${formatCount(losses)}`,
      decided: (rate: number, low: number, high: number) =>
        `better in ${formatProbability(rate)} of those that differ (95\u00a0%: ${formatFixed(100 * low, 0)} to ${formatFixed(100 * high, 0)}\u00a0%)`,
      undecided: "no question differs",
      difference: (value: number, low: number, high: number) =>
        `reward ${signedFixed(value)} (95\u00a0%: ${signedFixed(low)} to ${signedFixed(high)})`,
      length: (ratio: number) => `${formatFixed(ratio, 2)} times as long`,
      questions: (questions: number) => count(questions, "question"),
    },
    charts: {
      title: "Answer by answer",
      hint: "Drag across a chart: the table below then shows the questions that have such answers.",
      reward: (name: string) => `Reward, ${name}`,
      tokens: (name: string) => `Tokens, ${name}`,
      value: {
        reward: "Reward",
        meanJs: "mean JS, nats",
        meanEntropy: "mean entropy, nats",
        tokens: "tokens",
      },
      against: "Reward against",
      axes: { meanJs: "JS", meanEntropy: "entropy", tokens: "length" },
      plane: {
        meanJs: "Reward by mean JS",
        meanEntropy: "Reward by mean entropy",
        tokens: "Reward by length",
      },
      answer: (name: string, question: number, sample: number) =>
        `${name}, question ${formatCount(question + 1)}, answer ${formatCount(sample + 1)}`,
      noJs: "Both models have to read the answers for their JS; it is there only where their tokenizers agree.",
    },
    table: {
      title: "Questions",
      shown: (shown: number, total: number) =>
        shown === total ? count(total, "question") : `${formatCount(shown)} of ${count(total, "question")}`,
      showAll: "Show all",
      nothing: "No question has such answers.",
      sort: "Order",
      orders: { asked: "as asked", gap: "reward gap", js: "JS" },
      turned: { up: "smallest first", down: "largest first" },
      number: "no.",
      question: "question",
      reference: "reference",
      rewards: (name: string) => `${name}: rewards, most frequent answer`,
      js: "JS",
      jsHelp: "Mean JS divergence of A and B over the tokens of its answers, nats.",
      open: (number: number) => `Question ${formatCount(number + 1)}: show its answers`,
      right: "right",
      wrong: "wrong",
      failed: "no reward",
      share: (right: number, of: number) => `${formatCount(right)}/${formatCount(of)}`,
      shareSpoken: (right: number, of: number) => `${formatCount(right)} of ${formatCount(of)} right`,
      mean: (mean: number) => `⌀ ${formatFixed(mean, 2)}`,
      noAnswer: "–",
      skipped: (questions: number) => `${count(questions, "question")} left out`,
      skippedRow: (number: number, why: string) => `${formatCount(number + 1)}: ${why}`,
      more: (hidden: number) => `${formatCount(hidden)} more`,
    },
    details: {
      title: (number: number) => `Question ${formatCount(number + 1)}`,
      none: "Choose a question to see all of its answers.",
      close: "Close the answers",
      previous: "Previous question",
      next: "Next question",
      reference: "Reference",
      noReference: "none",
      prompt: "The prompt as the models read it",
      sample: (sample: number) => `Answer ${formatCount(sample + 1)}`,
      empty: "An empty answer.",
      found: "found:",
      notFound: "no answer found",
      notLooked: {
        "time-limit": "The answer format was stopped, it took too long on this text.",
        error: "The answer format failed on this text.",
      },
      all: (characters: number) => `Show all ${formatCount(characters)} characters`,
      gap: (characters: number) => `… ${formatCount(characters)} characters …`,
      total: (total: number) => `reward ${formatFixed(total, 2)}`,
      noTotal: "no reward",
      notCounted: "not counted",
      times: (weight: number) => `× ${plainNumber(weight)}`,
      at: (line: number, column: number) => `line ${formatCount(line)}, column ${formatCount(column)}`,
      tokens: (tokens: number) => count(tokens, "token"),
      entropy: (value: number) => `entropy ${formatMagnitude(value)}`,
      js: (value: number) => `JS ${formatMagnitude(value)}`,
      logprob: (value: number) => `log-probability ${formatFixed(value, 2)}`,
      fromB: (fromB: number, tokens: number, b: string) => `${formatShare(fromB, tokens)} from ${b}`,
      perToken: "Means over its tokens, in nats.",
      inCompare: "Open in Compare",
      inSwitch: "Open in Switch",
      openLabel: (button: string, name: string, sample: number) =>
        `${button}: ${name}, answer ${formatCount(sample + 1)}`,
      more: (hidden: number) => `Show ${formatCount(hidden)} more answers each`,
      text: (name: string, sample: number) => `${name}, answer ${formatCount(sample + 1)}`,
    },
    slices: {
      title: (column: string) => `By ${column}`,
      questions: "questions",
      none: "(none)",
      reward: (name: string) => `${name}: reward`,
      accuracy: (name: string, from: number | undefined) =>
        from === undefined ? `${name}: right` : `${name}: at least ${plainNumber(from)}`,
      more: (hidden: number) => `${count(hidden, "more value")}`,
    },
    runs: {
      title: "Against the other run",
      help: "Left the run that is held against, right the one above.",
      setting: "setting",
      left: "the other",
      right: "this one",
      sameSettings: "Both were set alike.",
      nothing: "unset",
      author: "answers of",
      difference: "reward, this less the other",
      outcome: "better / equal / worse",
      outcomes: (wins: number, ties: number, losses: number) =>
        `${formatCount(wins)} / ${formatCount(ties)} / ${formatCount(losses)}`,
      length: "length",
      ratio: (ratio: number) => `× ${formatFixed(ratio, 2)}`,
      same: "same token by token",
      sameOf: (same: number, compared: number) => `${formatCount(same)} of ${formatCount(compared)}`,
      noCommon: "The runs have no question in common.",
      values: (value: number, low: number, high: number) =>
        `${signedFixed(value)} (${signedFixed(low)} to ${signedFixed(high)})`,
    },
  },

  sampleTask: {
    label: "Task",
    ask: "Ask with",
    template: "Template",
    adding: "template, adding",
    instruction: "Instruction",
    instructionHelp: "Stands after every question, as part of it.",
    instructionPlaceholder: "nothing; or what to do, such as: put the answer in \\boxed{}",
    system: "System message",
    systemHelp: "What the models are told before the question.",
    systemPlaceholder: "nothing",
    addSystem: "System message",
    templateCode: "Template in Jinja, over question, system, messages and row",
    answer: "Take as the answer",
    format: "Answer format",
    pattern: "Regular expression",
    patternHelp:
      "The first group of its last match is the answer, or the whole match. ^ and $ stand at lines.",
    badPattern: (why: string) => `This is no pattern: ${why}.`,
    reward: "Reward",
    rewards: "Rewards",
    noReward: "nothing yet",
    plus: "+",
    times: (weight: number, label: string) =>
      weight === 1 ? label : weight === 0 ? `${label}, shown only` : `${formatWeight(weight)} × ${label}`,
    options: (label: string) => `Options of ${label}`,
    weight: "Weight",
    weightHelp: "How much it counts in the sum; at 0 it is shown and does not count.",
    remove: "Remove",
    add: "Add a reward",
    shownOnly: "shown only",
    menuLabel: "Tasks to choose, save and open",
    own: "A task of your own",
    presets: "To begin with",
    saved: "Saved here",
    saveAs: "Save as",
    namePlaceholder: "a name",
    save: "Save",
    delete: (name: string) => `Delete ${name}`,
    notKept: "The browser keeps no data of this page: save the task as a file to have it later.",
    toFile: "Save as a file",
    fromFile: "Open a file",
    noReferenceColumn:
      "A reward here needs a reference, and no column of the dataset is chosen for it: such rewards will be missing.",
    noReference: (column: string) =>
      `A reward here needs a reference, and the first question has none in “${column}”: where there is none, such rewards will be missing.`,
    tooLong: (length: number) =>
      `The task takes ${formatCount(length)} characters, more than a link holds: share it as a file.`,
    problems: "Of this task",
    problem: ({ path, why, detail }: TaskProblem) =>
      path === "task"
        ? `The task could not be read: ${detail}. The usual one stands in its place.`
        : `${path}: ${{ unknown: "not known here", refused: "not used", clamped: "put right", cut: "cut" }[why]} (${detail}).`,
    heldBack: "This task brings code from elsewhere. It does not run before you have seen it and said so.",
    heldBackIn: (path: string) =>
      path === "template.custom"
        ? "The template, in Jinja"
        : path === "format.pattern"
          ? "The pattern that finds the answer"
          : `The function of reward ${Number(/\d+/.exec(path)?.[0] ?? 0) + 1}, in JavaScript`,
    run: "Run this code",
    atLine: (message: string, from?: number, to = from) =>
      from === undefined
        ? message
        : from === to
          ? `Line ${from}: ${message}`
          : `Lines ${from} to ${to}: ${message}`,
    tooSlow: "It did not come to an end in time.",
    try: "See it on a question",
    exampleQuestion: "What is 17 + 25?",
    preview: "What the models read",
    previewHeldBack: "Not shown before the code may run.",
    previewOld: "As it was before the error.",
    previewNone: "The template has to be mended first.",
    modelTemplate: "Each model puts this into the chat template that it brings.",
    more: (characters: number) => ` … ${count(characters, "more character")}`,
    answerTry: "Try an answer",
    answerPlaceholder: "Type or paste what a model might answer.",
    reference: "Reference",
    referencePlaceholder: "none",
    extracted: "Answer found",
    nothingFound: "none",
    noExtraction: (why: "time-limit" | "error", detail = "") =>
      why === "time-limit" ? "The pattern did not come to an end in time." : `It failed: ${detail}`,
    total: "Reward in all",
    noTotal: "none: a part of it is missing",
    notScored: "The code has to be allowed first.",
    rewardProblem: (why: RewardProblem, detail = "") =>
      ({
        "no-reference": "there is no reference",
        "no-likelihood": "it needs a model that is not there",
        "no-baseline": detail === "" ? "it needs a baseline" : `it needs a baseline (${detail})`,
        "time-limit": "it did not come to an end in time",
        error: detail === "" ? "it failed" : detail,
        "not-a-number": `it gave no number${detail === "" ? "" : ` (${detail})`}`,
      })[why],
    noOption: (problem: ValueProblem | { type: "unknown" }) =>
      problem.type === "refused"
        ? `Not taken: expected ${problem.expected}.`
        : problem.type === "clamped"
          ? `${problem.to} is the nearest that is allowed.`
          : problem.type === "cut"
            ? `Cut to ${formatCount(problem.limit)} characters.`
            : "",
    details: (details: Readonly<Record<string, number | string>>) =>
      Object.entries(details)
        .map(([name, value]) => `${spacedName(name)} ${detailValue(value)}`)
        .join(" · "),
    baselines: {
      title: "Baseline",
      help: "Perplexities of earlier answers, that new ones are held against. Its name stands in every result.",
      pick: "Hold against",
      newest: "the newest that is open",
      missing: (name: string) => `${name} (not open)`,
      none: "None is open. One can be made of a run with this reward, which tells perplexities without a baseline too.",
      line: ({ model, dataset, overall, questions }: Baseline) =>
        `${model} on ${dataset}: ${formatMagnitude(overall)} over ${count(questions.length, "question")}`,
      open: "Open a file",
      save: "Save as a file",
      remove: "Close",
      make: (author: string) => `Make one of ${author}’s answers`,
      makeHelp: "From the run that is shown.",
      name: (author: string, date: string) => `${author} ${date}`,
      notKept: "The browser has no room to keep it: save it as a file.",
    },
    levels: {
      label: "Perplexity over the text",
      layer: "Layer",
      token: "Token",
      phrase: "Phrase",
      sentence: "Sentence",
      legend: "Perplexity",
      value: (unit: string, perplexity: string) => `${unit}: ${perplexity}`,
      hint: "Point at a part of the text, or move with the arrow keys.",
      rest: (tokens: number) => `${count(tokens, "more token")} not drawn.`,
    },
  },

  study: {
    title: "Over many problems",
    what: "Each problem is answered by A, by B, and switched at several values of one setting, all with the same luck. A point is the mean reward of one value: the further left, the fewer tokens came from B.",
    figure: "Reward by share of tokens",
    axis: "Share of tokens shown",
    axes: { all: () => "all shares", close: (share: number) => `up to ${wholePercent(share)}` },
    family: "Problems",
    count: "How many",
    own: (count: number) => `${formatCount(count)} of your own`,
    sweep: "Vary",
    values: "Over the values",
    valuesHelp: (low: number, high: number) =>
      `Numbers from ${low} to ${formatMagnitude(high)}, with spaces or commas between them; empty for the usual ones.`,
    control: "Random control",
    run: "Run",
    runAnew: "Run anew",
    stop: "Stop",
    stopping: "Stopping",
    goOn: "Go on",
    waiting: "Waiting for the models …",
    progress: (done: number, total: number) => `${formatCount(done)} of ${count(total, "problem")}`,
    left: timeLeft,
    stopped: (done: number, total: number) =>
      `Stopped after ${formatCount(done)} of ${count(total, "problem")}.`,
    otherModels:
      "Other models are loaded than those of this study: it cannot go on with them, only be run anew.",
    otherSettings: "The controls ask for another study than the one that is shown: run it.",
    otherPolicy: "The policy above knows no threshold; the study switches by the plain threshold rule.",
    notKept: "The browser keeps no data of this page: save the study as a file to have it after a reload.",
    sweepProblem: (problem: SweepProblem): string => {
      switch (problem.type) {
        case "no-number":
          return `“${problem.text}” is no number.`;
        case "outside":
          return `${problem.text} is not between ${problem.low} and ${formatMagnitude(problem.high)}.`;
        case "rounded":
          return `${problem.text} is taken as ${problem.to}: the setting has no finer steps.`;
        case "too-many":
          return `Of ${problem.count} values the first ${problem.most} are taken.`;
        case "none":
          return "The usual values are taken.";
      }
    },
    source: {
      recorded: "Recorded",
      live: "Live",
      kept: "Kept",
      imported: "Imported",
      recordedHelp: "Made with these two models when the page was built. Run makes it anew, in this page.",
      liveHelp: "Made by the two models in this page.",
      keptHelp: "Made in this page on an earlier visit.",
      importedHelp: (name: string) => `Out of ${name}; no model made it in this page.`,
    },
    made: (parts: {
      problems: string;
      a: string;
      b: string;
      how: string;
      divergence: string;
      temperature: number;
      seed: number;
      maxTokens: number;
    }) =>
      `${parts.problems}; A is ${parts.a}, B is ${parts.b}; ${parts.how}; ${parts.divergence}; sampling temperature ${parts.temperature}, seed ${parts.seed}, at most ${count(parts.maxTokens, "token")}.`,
    problems: (done: number, skipped: number) =>
      count(done, "problem") + (skipped === 0 ? "" : `, ${formatCount(skipped)} left out`),
    model: ({ id, dtype, device }: StudyModel) => `${id} (${dtype}, ${device})`,
    notYet: (left: number) => ` (${formatCount(left)} not yet)`,
    entropy: "entropy of the active model",
    short: { switched: "switched", control: "at random", a: "A", b: "B" },
    how: {
      threshold: "B takes over above the threshold and hands back below half of it",
      budgetTokens: "at most so many tokens from B, where the models differ most so far",
      budgetShare: "at most that share from B, where the models differ most so far",
    },
    value: (setting: SweepSetting, value: number) =>
      setting === "budgetShare" ? wholePercent(value) : String(value),
    at: (setting: SweepSetting, value: string) =>
      ({
        threshold: `threshold ${value}`,
        budgetTokens: `a budget of ${value}`,
        budgetShare: `a budget of ${value}`,
      })[setting],
    none: "No problem is answered yet.",
    noLead: (a: string, b: string, rewardA: number, rewardB: number) =>
      `${b} is not better than ${a} on these problems (${formatFixed(rewardB, 2)} and ${formatFixed(rewardA, 2)}): there is nothing to recover.`,
    finding: (parts: {
      at: string;
      share: number;
      a: string;
      b: string;
      recovered: number;
      low: number;
      high: number;
      rewardA: number;
      rewardB: number;
    }) =>
      `At ${parts.at}, ${formatShare(parts.share, 1)} of the tokens from ${parts.b} recover ${wholePercent(parts.recovered)} (95 % interval: ${span(parts.low, parts.high)}) of the gap between ${parts.a} (${formatFixed(parts.rewardA, 2)}) and ${parts.b} (${formatFixed(parts.rewardB, 2)}).`,
    findingNothing: (at: string, a: string, b: string) =>
      `At ${at} no token comes from ${b}: the answers are those of ${a} alone.`,
    findingControl: (recovered: number) =>
      `The same share at random places recovers ${wholePercent(recovered)}.`,
    /** The control's answers are of other lengths: its share can come out another. */
    findingOtherShare: (share: number, recovered: number) =>
      `At random places ${formatShare(share, 1)} of the tokens recover ${wholePercent(recovered)}.`,
    tooFew: (problems: number, least: number, a: string, b: string, rewardA: number, rewardB: number) =>
      `Too few problems to say (${formatCount(problems)}); from ${formatCount(least)} on it is said here what few tokens from ${b} recover. So far ${a} alone has ${formatFixed(rewardA, 2)}, ${b} alone ${formatFixed(rewardB, 2)}.`,
    allAlike: (problems: number, a: string, b: string, rewardA: number, rewardB: number) =>
      `${a} has ${formatFixed(rewardA, 0)} and ${b} ${formatFixed(rewardB, 0)} on each of the ${count(problems, "problem")}: with rewards that are all alike there is no telling how sure any part of the gap is.`,
    tooFewShort: (problems: number) => `too few problems to say (${formatCount(problems)})`,
    table: "All numbers",
    columns: {
      arm: "Answers",
      share: (b: string) => `tokens from ${b}`,
      tokens: "of all tokens",
      reward: "reward",
      interval: "95 %",
      recovered: "of the gap",
      problems: "problems",
    },
    alone: (name: string) => `${name} alone`,
    switched: (at: string) => `switched, ${at}`,
    controlOf: (at: string) => `at random, ${at}`,
    recovered: wholePercent,
    tokensOf: (fromB: number, tokens: number) => `${formatCount(fromB)} of ${formatCount(tokens)}`,
    list: {
      title: (arm: string) => `Problems: ${arm}`,
      none: "Choose a point to see its problems.",
      question: "question",
      answer: "answer",
      right: "right",
      wrong: "wrong",
      open: (number: number) => `Open problem ${number} above`,
      fromB: (fromB: number, tokens: number) => `${formatCount(fromB)} of ${formatCount(tokens)}`,
      filter: "Show",
      filters: {
        all: (found: number) => `all ${formatCount(found)}`,
        gained: (found: number) => `gained over A ${formatCount(found)}`,
        lost: (found: number) => `lost to A ${formatCount(found)}`,
      },
      more: (hidden: number) => `${formatCount(hidden)} more`,
      close: "Close the list",
      skipped: "left out:",
      same: "Above: the same tokens as in the study.",
      differs: "Above: not the tokens of the study. Another device, format or browser may round another way.",
    },
    ownProblems: {
      button: "Your own",
      title: "Problems of your own",
      help: "JSON Lines with “question” and “answer”, or CSV with columns of these names. An answer counts as right where the last \\boxed{…} holds it.",
      placeholder: '{"question": "What is 2 + 2?", "answer": "4"}',
      text: "Problems",
      file: "Read a file …",
      use: "Take them",
      drop: "Back to generated ones",
      found: (found: number) => `${count(found, "problem")} found.`,
      refused: {
        empty: "Nothing is there.",
        "no-columns": "Neither JSON Lines nor CSV with the columns question and answer.",
        "too-long": "More than 4 million characters: take fewer problems.",
      },
      bad: (line: number, why: BadRow["why"]) => `Line ${formatCount(line)} is left out: ${BAD_ROWS[why]}.`,
      moreBad: (more: number) => `${formatCount(more)} more lines are left out.`,
      beyond: (more: number) => `${formatCount(more)} more than a study takes are left out.`,
    },
    files: {
      label: "The study as a file",
      save: "Save",
      open: "Open a study …",
      recorded: "Show the recorded one",
      picture: (a: string, b: string) => `${a} and ${b}, over many problems`,
      noPicture: "The browser could not draw the picture. The SVG has no such limit.",
    },
  },

  theme: {
    system: "as the system",
    light: "light",
    dark: "dark",
    button: (now: string) => `Colours: ${now}. Change`,
  },

  source: {
    recorded: "Recorded",
    recordedHelp: "Numbers recorded from these two models. They turn live when both have loaded.",
    live: "Live",
    liveHelp: "Computed by the two models in this page.",
    running: "Computing",
    runningHelp: "The two models are reading the text in this page.",
    kept: "Kept",
    keptHelp:
      "Computed in this page and kept on it. The lab or a model that made these numbers is no longer there, so nothing more can be asked of them until the text is compared again.",
    imported: "Imported",
    importedHelp: "Numbers out of a file; no model computed them in this page.",
    waiting: "Waiting",
    waitingHelp: "There are no numbers for this text yet.",
  },

  reproduction: {
    label: "Whether the link’s numbers came out here",
    waiting: "Link not checked yet",
    /** As short as the bar on top needs it. */
    badge: (result: Reproduction | undefined) =>
      result === undefined ? "Not checked" : result.type === "reproduced" ? "Reproduced" : "Differs",
    waitingHelp:
      "The link says in short what came out where it was made. It is compared as soon as the models in this page have read the text.",
    short: (result: Reproduction): string => {
      if (result.type === "reproduced") return "Reproduced";
      return result.what === "prompt" ? "Differs: other prompt" : `Differs from ${stretch(result)} on`;
    },
    result: (result: Reproduction): string => {
      if (result.type === "reproduced") {
        return "Reproduced: the same tokens and, as far as the link tells, the same numbers came out in this page.";
      }
      switch (result.what) {
        case "prompt":
          return "The models read another prompt here than where the link was made.";
        case "tokens":
          return `From ${stretch(result)} on, the text has other tokens than where the link was made.`;
        case "numbers":
          return `The same tokens, but from ${stretch(result)} on other numbers: ${list(result.measures.map((id) => DIGEST_NAMES[id]))}.`;
      }
    },
    causes: (result: Reproduction, made: readonly SideMade[], at: MadeAt): string[] =>
      reproductionCauses(result, made, at),
    inLink: "Link",
    here: "Here",
    made: ({ device, dtype, revision }: MadeWith) =>
      `${deviceWords(device)} ${dtype}${revision === "" ? "" : `, revision ${revision}`}`,
    show: (position: number) => `Show token ${formatCount(position + 1)}`,
    adopt: "Put these numbers into the link",
    tolerance:
      "The link holds Jensen–Shannon divergence and both entropies of every token (of a long text: of stretches), coarse enough that rounding on another device is no difference.",
  },

  models: {
    bar: "Models",
    absent: "not loaded yet",
    downloading: (loaded: number, total: number | undefined) =>
      total === undefined ? formatBytes(loaded) : `${formatBytes(loaded)} of ${formatBytes(total)}`,
    waiting: "waits for your click",
    retrying: "connection lost, trying again",
    timeLeft: (seconds: number) =>
      seconds < 90
        ? `${formatCount(Math.ceil(seconds))} s left`
        : `${formatCount(Math.ceil(seconds / 60))} min left`,
    rate: (bytes: number) => `${formatBytes(bytes)}/s`,
    files: "Files",
    fileState: (loaded: number, total: number | undefined, fromCache: boolean) =>
      fromCache
        ? `${formatBytes(loaded)}, was there`
        : total === undefined
          ? formatBytes(loaded)
          : `${formatBytes(loaded)} of ${formatBytes(total)}`,
    fromCache: (bytes: number) => `${formatBytes(bytes)} from the cache`,
    starting: "starting the runtime",
    warmingUp: "warming up",
    cancelled: "loading was cancelled",
    failed: "failed",
    cancelLabel: (side: Side) => `Cancel loading model ${NAMES[side]}`,
    useBase: (label: string) => `Use ${label}`,
    useBaseLabel: (side: Side, label: string) => `Use ${label} as model ${NAMES[side]}`,
    load: "Load",
    reload: "Reload",
    reloadLabel: (side: Side) => `Reload model ${NAMES[side]}`,
    details: (side: Side, name: string) => `Model ${NAMES[side]}, ${name}: details`,
    choose: "Model",
    deviceOfBoth: "Device of both",
    rows: {
      file: "File",
      device: "Device",
      dtype: "Number format",
      vocabulary: "Vocabulary",
      context: "Context",
      parameters: "Parameters",
      revision: "Revision",
    },
    devices: { webgpu: "WebGPU", wasm: "WASM", table: "table", server: "server", file: "from a file" },
    tokens: (tokens: number) => count(tokens, "token"),
    unknown: (id: string, ids: readonly string[]) => ({
      message: `No embedded model is called “${id}”.`,
      hint: `There are: ${list(ids)}.`,
    }),
  },

  hub: {
    more: "Other models…",
    title: "Choose the models",
    pairs: "Pairs",
    pairsHelp: "Two models that share a tokenizer, from the Hugging Face Hub.",
    choosePair: (label: string) => `Choose ${label}`,
    choose: "Choose",
    one: (side: Side) => `Any model for ${NAMES[side]}`,
    oneHelp: (host: string) =>
      `Its id on ${host}, with ONNX weights. Looking it up downloads two lists of files.`,
    id: "Model id",
    idPlaceholder: "owner/name",
    revision: "Revision",
    lookUp: "Look up",
    asking: (host: string) => `Asking ${host} …`,
    badId: "An id is owner/name, such as onnx-community/SmolLM2-135M-ONNX.",
    folder: (side: Side) => `A folder from disk for ${NAMES[side]}`,
    folderHelp:
      "Drop a folder with config.json, tokenizer.json and onnx/ here. It stays on this computer, and a link cannot carry it.",
    folderUnreadable: (why: string) => `The folder could not be read: ${why}.`,
    folderUnreadableHint: "Open it with the button, or check that you may read all of its files.",
    pickFolder: "Open a folder",
    stored: "Stored models",
    storedNone:
      "Nothing is stored: what is downloaded is kept here, so that the next visit needs no network.",
    storedTotal: (bytes: number) => `${formatBytes(bytes)} in this browser`,
    storedFormats: (formats: readonly { dtype: string; bytes: number; total: number; whole: boolean }[]) =>
      formats
        .map(({ dtype, bytes, total, whole }) =>
          whole ? dtype : `${dtype}, ${formatBytes(bytes)} of ${formatBytes(total)} so far`,
        )
        .join(" · "),
    delete: "Delete",
    deleteLabel: (id: string) => `Delete ${id} from this browser`,
    advanced: "Advanced",
    address: "Address of the Hub",
    addressHelp: "A mirror with the Hub’s layout. Kept in this browser, never part of a link.",
    badAddress: "This is no address that begins with https:// or http://.",
    useAddress: "Use",
    usualAddress: "Back to huggingface.co",
    plan: "What loading does",
    format: "Number format",
    formatOfB: "Format of B",
    sameAsA: "as A",
    automatic: (dtype: string | undefined) => (dtype === undefined ? "automatic" : `automatic (${dtype})`),
    needsHalf: (dtype: string) => `${dtype}: needs half precision, which this device’s WebGPU lacks`,
    otherFormats:
      "A and B in different number formats: what is compared is then rounding as well as training.",
    download: "Download",
    downloadFrom: (bytes: number, host: string) => `${formatBytes(bytes)} from ${host}`,
    nothingToDownload: "nothing: stored in this browser",
    memory: "Memory",
    memoryNeeded: (needed: number, offered: number | undefined) =>
      offered === undefined
        ? `about ${formatBytes(needed)}`
        : `about ${formatBytes(needed)}; a model can have ${formatBytes(offered)} here`,
    tooLarge: "That is more than this device offers: loading may fail.",
    buffer: (bytes: number) => `The graphics device takes buffers of up to ${formatBytes(bytes)}.`,
    tokenizer: "Tokenizer",
    tokenizerShared: "the same file for both",
    tokenizerUnknown: "different files: known once both are loaded",
    tokenizerBeside: (other: string) =>
      `Loading tells whether it is that of ${other}. If not, both read the same text side by side, and nothing is compared token by token.`,
    load: "Load",
    loadBytes: (bytes: number) => (bytes > 0 ? `Load (${formatBytes(bytes)})` : "Load"),
    noFormat: (id: string, dtype: string | undefined, offered: readonly string[]) => ({
      message:
        dtype === undefined
          ? `None of the number formats of ${id} (${offered.join(", ")}) runs on this device.`
          : `${id} has no ${dtype} weights; it has ${offered.join(", ")}.`,
      hint: "Choose another number format under “Other models…”.",
    }),
    description: ({ hub, disk }: { hub?: unknown; disk?: unknown }) =>
      hub ? "From the Hugging Face Hub." : disk ? "From a folder on this computer." : "",
    linkWants: (names: readonly string[]) => `This link wants ${list(names)}.`,
    linkWantsBytes: (bytes: number, host: string) => `Loading downloads ${formatBytes(bytes)} from ${host}.`,
    linkWantsUnknown: (host: string) => `How large that is, ${host} says when it is asked.`,
    linkWantsFacts: (dtypes: readonly string[], needed: number, offered: number | undefined) =>
      `${list(dtypes)}; about ${formatBytes(needed)} of memory${offered === undefined ? "" : ` of ${formatBytes(offered)} that this device offers`}.`,
    linkWantsTokenizer: (models: number, shared: true | undefined) =>
      shared
        ? "They share a tokenizer."
        : `Whether ${models > 1 ? "they share a tokenizer" : "it shares the other model's tokenizer"} is known once loaded.`,
    linkWantsLabel: "Models that the link wants",
    linkWantsFolder: (names: readonly string[]) =>
      `This link was made with ${names.length === 1 ? "a folder" : "folders"} on somebody’s disk (${list(names)}), which a link cannot carry.`,
    openFolder: "Open a folder…",
    embeddedInstead: "Use the embedded pair",
    notKept: {
      none: "This browser keeps no files for this page (a private window, perhaps): the model works, and the next visit downloads it again.",
      full: "There is no room left to keep the model’s files: it works, and the next visit downloads it again. Stored models can be deleted under “Other models…”.",
    },
  },

  selfCheck: {
    title: "Self-check",
    badge: { passed: "checked", failed: "check failed", checking: "checking", unknown: "not checked" },
    help: {
      passed: "This model's numbers agree with known ones; open for the figures.",
      failed:
        "This model's numbers differ from known ones more than rounding explains; open for the figures.",
      checking: "This model's numbers are being compared with known ones.",
      unknown: "This model's numbers were not compared with known ones; open for what can be done.",
    },
    verdict: ({ passed, distributions, texts, made, milliseconds }: SelfCheckResult) =>
      `${count(distributions, "next-token distribution")} of ${count(texts, "text")} ${passed ? "agree" : "do not agree"} with ${made} (${formatMilliseconds(milliseconds)}).`,
    largest: "largest difference",
    allowed: (dtype: string) => `allowed (${dtype})`,
    differences: {
      probability: "probability",
      logprob: "log-probability, nats",
      js: "Jensen–Shannon, nats",
    },
    at: ({ text, position, way }: SelfCheckResult["at"]) =>
      `Largest at token ${formatCount(position + 1)} of “${tail(text)}”, ${way === "whole" ? "read in one pass" : "read token by token"}.`,
    checking: {
      reference: "Comparing with the values that ship with the model …",
      wasm: "Loading a second copy on WASM and comparing with it …",
    },
    offer:
      "No reference values ship with this model. A second copy can compute the same on WASM; it takes the model’s memory once more while it runs.",
    nothing:
      "No reference values ship with this model, and it runs on WASM already: there is nothing to hold it against.",
    against: "Check against WASM",
    warning: (side: Side, { largest, at }: SelfCheckResult) =>
      `Model ${NAMES[side]} failed its self-check (probabilities off by up to ${formatTiny(largest.probability)}, on “${tail(at.text)}”): its numbers may be wrong.`,
  },

  apart: {
    refused:
      "Their next-token distributions are over different tokens, so there is no divergence between them.",
    holds:
      "What holds for both stands below: how surprised each is by the same characters, each one’s own tokens, and what each writes. For a comparison token by token:",
    stale: "The text was edited since; compare again.",
    stopped: "Stopped.",
    summary: (a: number, b: number, bytes: number): string => {
      if (Number.isNaN(a) || Number.isNaN(b)) return "Both models are reading the text.";
      const better = a === b ? "" : ` ${NAMES[a < b ? "a" : "b"]} expects this text more.`;
      return `A needs ${formatMagnitude(a)} bits per byte of this text, B ${formatMagnitude(b)} (${count(bytes, "byte")}).${better}`;
    },
    columns: { model: "Model", bits: "Bits per byte", tokens: "Tokens", bytes: "Bytes per token" },
    reading: (done: number, total: number) => `${formatCount(done)} of ${formatCount(total)} tokens`,
    bits: (bits: string) => `${bits} bits`,
    aligned: "The same characters, cut where both have a token border",
    difference: "Surprise of A − surprise of B",
    span: (span: TextSpan, a: number, b: number) =>
      `“${span.text.trim()}”: A ${formatMagnitude(a)} bits in ${count(span.a.to - span.a.from, "token")}, B ${formatMagnitude(b)} bits in ${count(span.b.to - span.b.from, "token")}`,
    notAligned:
      "One of the tokenizers changes the text it reads (case, accents or spaces), so its borders cannot be placed in it. The totals hold.",
    ownTokens: (side: Side) => `The text in ${NAMES[side]}’s tokens`,
    noTemplate: (side: Side) => `${NAMES[side]} has no chat template and reads the prompt as it is.`,
    surprise: "Surprise",
    token: (position: number, label: string, nats: number | undefined, rank: number | undefined) =>
      nats === undefined || rank === undefined
        ? `token ${formatCount(position + 1)} “${label}”: not read yet`
        : `token ${formatCount(position + 1)} “${label}”: ${formatMagnitude(nats / Math.LN2)} bits, probability ${formatProbability(Math.exp(-nats))}, rank ${formatCount(rank)}`,
    sideBySide: "Side by side",
    writeBoth: "Let both write",
    writeBothHelp:
      "Each answers the prompt above in its own tokens; what it writes stands beside the other’s.",
    readThis: "Read this text with both",
  },

  faults: {
    label: "What went wrong",
    sides: (sides: readonly Side[]) =>
      sides.length === 1 ? `Model ${NAMES[sides[0] as Side]}` : `Models ${list(sides.map((s) => NAMES[s]))}`,
    cancelled: (side: Side) => `Model ${NAMES[side]} is not loaded: its loading was cancelled.`,
    wasm: "Run on WASM",
    labGone: "The lab, which compares, ended and was started again.",
    labHint: "The numbers stay on this page; compare again to look further into them.",
    labHintWithout: "What it was doing can be asked of it again.",
    compareAgain: "Compare again",
    drafts: "Your browser does not let this page keep drafts: a reload loses what you typed.",
  },

  examples: {
    label: "Examples",
    shown: "Example",
    own: "Your text",
    ownHint: "as you left it",
    ownEmpty: "Ask something of your own",
  },

  editor: {
    label: "Write and compare",
    prompt: "Prompt",
    promptPlaceholder: "Ask something, or paste the beginning of a text",
    solution: "Solution",
    solutionPlaceholder: "Type or paste an answer, or let A or B write one",
    chat: "Chat template",
    onOff: (on: boolean) => (on ? "on" : "off"),
    noChat: "These models bring no chat template.",
    edit: "Edit the solution",
    doneEditing: "Show tokens",
    counts: (prompt: number, solution: number) =>
      `${count(prompt, "token")} of prompt, ${count(solution, "token")} of solution`,
    notCounted: "tokens could not be counted",
    tokens: (tokens: number) => count(tokens, "token"),
    write: (side: Side) => `Write with ${NAMES[side]}`,
    writeHelp: (side: Side) =>
      `Let model ${NAMES[side]} answer the prompt; the answer takes the solution’s place.`,
    compare: "Compare",
    compareHelp: "Let both models read the text (Ctrl+Enter)",
    stop: "Stop",
    sampling: "Sampling",
    samplingSummary: (temperature: number, seed: number) =>
      `T ${formatFixed(temperature, 2).replace(/\.?0+$/, "")} · seed ${seed}`,
    samplingHelp: "How a token is drawn: temperature, then top-k, top-p and min-p, then the draw.",
    newSeed: "Another seed",
    off: "off",
    nothing: "Nothing",
    clamped: (from: string, to: string) => `${from} is not possible; ${to} is used.`,
    stale: "The text has changed since it was compared.",
    answersAnother: "This solution answers another prompt.",
    aside: "Your earlier text was put aside.",
    swapAside: "Bring it back",
    overwritten: "Writing took the place of your solution.",
    restore: "Bring it back",
    replaced: (characters: number) =>
      characters === 1
        ? "One half of a character (a lone surrogate) was replaced by \ufffd."
        : `${formatCount(characters)} halves of characters (lone surrogates) were replaced by \ufffd.`,
    writing: (side: Side, tokens: number) => `${NAMES[side]} is writing: ${count(tokens, "token")}`,
    written: (side: Side, tokens: number, reason: string, milliseconds: number) =>
      `${NAMES[side]} wrote ${count(tokens, "token")} in ${formatMilliseconds(milliseconds)}${reason}`,
    reasons: {
      "end-of-text": "",
      "stop-string": " up to a stop string",
      repetition: " and stopped where it only repeated itself",
      "max-tokens": " and stopped at the limit you set",
      "context-full": " and filled its context",
      stopped: " until you stopped it",
    },
  },

  problem: (problem: TextProblem): string => {
    switch (problem.type) {
      case "empty":
        return problem.field === "prompt"
          ? "The prompt is empty: both models need something to read first."
          : "There is no solution yet: type or paste one, or let A or B write it.";
      case "link-without-prompt":
        return "The link has no prompt: both models need something to read first.";
      case "refused":
        return `That would make ${formatCount(problem.length)} characters; the page takes at most ${formatCount(problem.limit)}. It was not taken, and what stood here stays.`;
      case "too-many-characters":
        return `The ${problem.field} has ${formatCount(problem.length)} characters; the page takes at most ${formatCount(problem.limit)}. Shorten it.`;
      case "too-many-tokens":
        return `The ${problem.field} has ${count(problem.tokens, "token")}; a comparison takes at most ${formatCount(problem.limit)}. Shorten it.`;
      case "beyond-context":
        return problem.field === "prompt"
          ? `The prompt has ${count(problem.tokens, "token")}; the models read at most ${formatCount(problem.limit)} and need room for an answer. Shorten it.`
          : `Prompt and solution together have ${count(problem.tokens, "token")}; the models read at most ${formatCount(problem.limit)}. Shorten one of them.`;
      default:
        return problem satisfies never;
    }
  },

  pending: (pending: Pending): string => {
    switch (pending.type) {
      case "compare":
        return "Compares as soon as both models are ready.";
      case "write":
        return `${NAMES[pending.writer]} writes as soon as it is ready.`;
      case "force":
        return `Goes on from the forced token as soon as ${NAMES[pending.writer]} is ready.`;
      case "switch":
        return "Writes as soon as both models are ready.";
      case "compare-written":
        return `Written. Comparing waits for ${NAMES[pending.waitsFor]}.`;
      default:
        return pending satisfies never;
    }
  },
  failure: ({ message, hint }: Failure) => (hint === undefined ? message : `${message} ${hint}`),
  guarded: {
    failed: (message: string) => `This part of the page failed (${message}).`,
    again: "Show it again",
  },
  dismiss: "Dismiss",
  close: "Close",

  link: {
    copy: "Copy link",
    copied: "Link copied",
    notCopied: "The browser refused; copy the address instead",
    leftOut: {
      branches: "Copied without the other versions, which are too long for a link",
      texts: "Copied without the text, which is too long for a link",
    },
    noticesLabel: "About the link you opened",
    notice: (notice: LinkNotice): string => {
      switch (notice.type) {
        case "unknown-key":
          return `The link names “${notice.key}”, which this page does not know.`;
        case "unknown-view":
          return `The link asks for a view “${notice.view}”, which this page does not have.`;
        case "newer-version":
          return `The link was made by a newer version (${notice.version}) of this page: it may say more than is shown.`;
        case "damaged":
          return `The part “${notice.key}” of the link is damaged and was left out.`;
        case "repeated-key":
          return `The link names “${notice.key}” more than once; the first is used.`;
        case "other-text":
          return `“${notice.key}” in the link is not the text of its tokens (${notice.beside}); the tokens are used.`;
        case "unused-key":
          return `“${notice.key}” in the link is not used: the example (${notice.beside}) brings its own text.`;
        case "beyond-text":
          return beyondNotice(notice);
        case "too-long":
          return `The link has ${formatCount(notice.length)} characters; at most ${formatCount(notice.limit)} are read, so it was left out.`;
        case "value":
          return valueNotice(notice.key, notice.setting, notice.problem);
        default:
          return notice satisfies never;
      }
    },
    /** Of several notices of one kind. */
    notices: (type: LinkNotice["type"], notices: number): string => {
      switch (type) {
        case "unknown-key":
          return `The link names ${formatCount(notices)} things that this page does not know.`;
        case "damaged":
          return `${formatCount(notices)} parts of the link are damaged and were left out.`;
        case "repeated-key":
          return `The link names ${formatCount(notices)} things more than once; the first of each is used.`;
        case "unused-key":
          return `${formatCount(notices)} things in the link are not used.`;
        case "beyond-text":
          return `${formatCount(notices)} positions in the link lie beyond the end of the text.`;
        case "value":
          return `${formatCount(notices)} values in the link could not be taken as they stood.`;
        default:
          return `${formatCount(notices)} remarks about the link.`;
      }
    },
  },

  controls: {
    label: "How the text is looked at",
    measure: "Colour by",
    threshold: "Threshold",
    /** Of a measure with two signs. */
    thresholdOfSize: "Threshold |x|",
    thresholdOfSizeSpoken: "Threshold of the absolute value",
    sizeOf: (measure: string) => `|${measure}|`,
    above: (above: number, total: number) => `${formatShare(above, total)} above`,
    aboveHelp: (above: number, total: number) =>
      `${formatCount(above)} of ${count(total, "token")} above the threshold`,
    aboveSizeHelp: (above: number, total: number, measure: string) =>
      `${formatCount(above)} of ${count(total, "token")} above the threshold, whatever the sign: x is ${measure}, |x| its size`,
    usualThreshold: "Back to the usual threshold",
    typeThreshold: (value: string) => `Threshold ${value}: type another`,
    typedThreshold: (unit: string) => (unit === "" ? "Threshold" : `Threshold in ${unit}`),
    temperature: SETTINGS.temperature.label,
    k: SETTINGS.k.label,
    unit: SETTINGS.unit.label,
    recordedTemperature: (temperature: number) =>
      `The recording was made at temperature ${formatFixed(temperature, 1)}. This works as soon as the models are live.`,
    recordedK: (k: number) =>
      `The recording holds the ${k} most probable tokens of each model. More come as soon as the models are live.`,
    needsRun: "This works once the text has been compared.",
    importedTemperature: (temperature: number) =>
      `The file was made at temperature ${formatFixed(temperature, 1)} and holds no whole distributions to look at others.`,
    importedK: (k: number) => `The file holds the ${k} most probable tokens of each model.`,
  },

  shiftClasses: ["unshifted", "marginal", "shifted"],

  summary: (summary: SummarySentence, complete: boolean): string => {
    const { tokens, agreement, shifted, marginal } = summary;
    if (tokens === 0) return "";
    const agreeing = Math.round(agreement * tokens);
    const of = complete ? count(tokens, "token") : `the first ${count(tokens, "token")}`;
    return `A and B have the same first choice at ${formatShare(agreeing, tokens)} of ${of}; ${formatCount(shifted)} (${formatShare(shifted, tokens)}) are shifted under A, ${formatCount(marginal)} marginal.`;
  },
  standOut: (tokens: number, measure: string, threshold: string) =>
    `${count(tokens, "token stands", "tokens stand")} out (${measure} above ${threshold}).`,
  meanJs: (value: string) => `Mean JS ${value}.`,
  progress: (done: number, total: number) => `${formatCount(done)} of ${count(total, "token")} compared`,
  stopped: (positions: number, total: number) =>
    `Stopped after ${formatCount(positions)} of ${count(total, "token")}.`,
  otherDtype: (a: string, b: string) =>
    `A runs as ${a}, B as ${b}: part of the difference may be the number format, not training.`,

  verdict: ({ right, given, expected }: Verdict) =>
    given === undefined
      ? `no boxed answer, expected ${expected}`
      : right
        ? `answer ${given}, right`
        : `answer ${given}, expected ${expected}`,

  text: {
    label: "The text",
    prompt: "Prompt as the models read it",
    promptMore: (tokens: number) => `Show all ${count(tokens, "token")}`,
    promptLess: "Show less",
    solution: "Solution, token by token",
    keys: "Arrow keys move, Enter goes to the candidates, Space pins, Escape clears.",
    keysAlone: "Arrow keys move, Enter chooses, Escape clears.",
    notCompared: "not compared yet",
    tapHint: "Tap a token to see what each model would have written.",
    waiting: "The text appears here as soon as both models are ready.",
    token: (position: number, label: string) => `Token ${formatCount(position + 1)}: ${label}`,
    value: (measure: string, value: string) => `${measure} ${value}`,
    note: (text: string) => `Note: ${text}`,
    /** Which bytes of a character a token is. */
    part: ({ first, last, of }: { first: number; last: number; of: number }, text: string) =>
      first === last ? `byte ${first} of ${of} of “${text}”` : `bytes ${first}–${last} of ${of} of “${text}”`,
  },

  details: {
    failure: "Details",
    label: "Details of a token",
    hint: "Point at a token to see what each model would have written there. Click to pin it.",
    position: (position: number, total: number) =>
      `token ${formatCount(position + 1)} of ${formatCount(total)}`,
    id: (id: number) => `id ${id}`,
    pin: "Pin",
    unpin: "Unpin",
    remove: (position: number) => `Remove the pinned token ${position + 1}`,
    pinned: "Pinned",
    choicesOf: (side: Side, position: number) =>
      `What ${NAMES[side]} would most likely write at ${formatCount(position + 1)}`,
    noCharacter: "bytes that make no character here",
    notYet: "Not compared yet.",
    statistics: "All numbers of this token",
    whole: "Whole distribution",
    wholeNeedsModels: "The whole distribution is there as soon as the models are live.",
    wholeNotInFile: "The file holds the most probable tokens only.",
    forceHint: "Click a candidate to force it here; then",
    forceHintEnd: "writes on.",
    forceNeedsWriter: (writer: string) => `Forcing another token needs ${writer} loaded;`,
    writer: "The model that writes on",
    more: (candidates: number, limit: string) =>
      candidates === 1 ? `One more, below ${limit}` : `${formatCount(candidates)} more, each below ${limit}`,
    fewer: "Only the likely ones",
    previous: "Previous token",
    next: "Next token",
  },

  distribution: {
    title: (position: number) => `All tokens at position ${formatCount(position + 1)}`,
    search: "Search tokens",
    sort: "Order",
    sorts: { a: "by A", b: "by B", difference: "by difference", id: "by id" },
    total: (total: number) => count(total, "token"),
    searchHelp:
      "Plain text; ·the, ↵ and U+200B as tokens are shown; \\n; bytes as 0x0A; an id as 123 or #123.",
    /** Nothing was found: for what texts, and for what id. */
    none: (texts: readonly string[], id: number | undefined) =>
      `No token contains ${either(texts.map((text) => `“${text}”`))}${id === undefined ? "." : `, and none has the id ${id}.`}`,
    precision: "Rounded to half precision, as it was stored.",
    columns: { token: "token", id: "id", a: "A", b: "B", rank: "rank" },
    loading: "…",
  },

  files: {
    menu: "Export",
    menuLabel: "Export and import",
    nothing: "There is a file to save once a text has been compared.",
    picture: "Picture",
    svg: "SVG",
    png: "PNG",
    table: "Table",
    csv: "CSV",
    json: "JSON",
    curve: "Curve",
    positions: "All positions",
    apartTable: "Surprise of both models",
    nothingRead: "There is a table to save once both models have read the text.",
    noAnswer: "There is a file to save once an answer has been written.",
    switchedRunHelp:
      "Settings, all answers with both models’ candidates at every position, and digest in one file",
    run: "Run",
    runHelp: "Settings, results and digest in one file",
    arrays: "Arrays",
    arraysHelp: "distributions.npz and distributions.json, as numpy reads them",
    save: "Save",
    open: "Open a file …",
    openHelp: "Or drop it on the page: a run, or .npz with or without its .json. No model is needed.",
    content: "Of each position",
    contents: (k: number) => ({
      "top-k": `top ${k} and the rest`,
      logprobs: "all log-probabilities",
      probs: "all probabilities",
    }),
    precision: "Numbers",
    precisions: { float32: "float32", float16: "float16" },
    about: (npz: number, json: number) => `about ${formatBytes(npz)} and ${formatBytes(json)}`,
    wholeNeedsModels: "All probabilities need both models live, or a file that holds them.",
    writing: (done: number, total: number | undefined) =>
      total === undefined ? "Beginning …" : `${formatBytes(done)} of ${formatBytes(total)}`,
    saved: (files: readonly { name: string; bytes: number }[]) =>
      `Saved: ${list(files.map(({ name, bytes }) => `${name} (${formatBytes(bytes)})`))}`,
    cancel: "Cancel",
    cancelled: "Cancelled; nothing was saved.",
    noPicture: "The browser could not draw the picture.",
    drop: "Drop a run, distributions, an experiment or a dataset to open it",
    noticesLabel: "About a file",
    opening: (name: string) => `Opening ${name} …`,
    offer: (address: string) =>
      `This link names results at ${address}. Nothing has been asked of that address yet.`,
    fetch: (host: string) => `Download from ${host} and open`,
    noAddress: (address: string) => `The link names results at “${shorten(address)}”, which is no address.`,
    noAddressHint: "Ask whoever made the link for another.",
    notThese: (names: string) => `These files do not make one comparison: ${names || "none"}.`,
    theseInstead: "Open one .npz, with its .json beside it if there is one, or one run bundle (.json).",
    tooLarge: (name: string, bytes: number, limit: number) =>
      `${name} has ${formatBytes(bytes)}; at most ${formatBytes(limit)} are read.`,
    noJson: (name: string, why: string) => `${name} is not JSON: ${why}`,
    noJsonHint: "It may be cut: save or download it again.",
    noBundle: (name: string) => `${name} is no run bundle.`,
    noBundleHint: "If it is a distributions.json, open it together with its distributions.npz.",
    pictureCut: (shown: number, total: number) =>
      `the first ${formatCount(shown)} of ${count(total, "token")} are shown`,
    pictureModels: (a: string, b: string) => `A: ${a} · B: ${b}`,
    from: (name: string) => `from ${name}`,
    numbersFrom: (name: string) => `Numbers from ${name}.`,
    digestFits: "The file’s own digest fits its numbers.",
    digestFitsNot: (result: Extract<Reproduction, { type: "differs" }>) =>
      `The file’s own digest does not fit its numbers: ${misfit(result)}. It was edited or damaged since it was made.`,
    /** `why` ends a sentence of its own. */
    cut: (shown: number, total: number, why: string | undefined) =>
      `The file is shown up to token ${formatCount(shown)} of ${formatCount(total)}${why === undefined ? ", where reading was stopped." : `. ${why}`}`,
    remarksLabel: "About the opened file",
    remark: (remark: FileRemark): string => fileRemark(remark),
    inThisPage: "Loaded in this page",
    noCheck: "Nothing in this page made these numbers, so they were not checked here.",
  },

  branches: {
    label: "Versions of this solution",
    shown: "Version",
    text: "Text",
    written: (side: Side) => `written by ${NAMES[side]}`,
    forced: (label: string, position: number) => `“${label}” at ${formatCount(position + 1)}`,
    by: (side: Side) => `${NAMES[side]} writes on`,
    tokens: (tokens: number) => count(tokens, "token"),
    notCompared: "not compared yet",
    notForced: {
      "stands-there": "That token stands there already.",
      known: "The same tokens came about before: that version is shown.",
      full: `There are ${MAX_BRANCHES} versions, each made from the one before it, and no more are kept. Go on from an earlier one.`,
    },
  },

  mix: {
    title: "Mix instead of switching",
    what: "Each token is drawn from one distribution that the models make together, in log space:",
    meaning: {
      interpolate:
        "α is B’s weight: 0 is A, 1 is B; beyond 1 what B does differently is exaggerated, below 0 reversed.",
      proxy:
        "α is how much of B’s difference to C is added to A: 0 is A; beyond 1 it is exaggerated, below 0 taken away.",
    },
    againstA: "With A itself as C this is the very same mixture as “between A and B”: C = A changes nothing.",
    formula: {
      interpolate: "ln P = (1 − α) · ln P of A + α · ln P of B − ln Z",
      proxy: "ln P = ln P of A + α · (ln P of B − ln P of C) − ln Z",
    },
    kind: SETTINGS.mixture.label,
    alpha: SETTINGS.alpha.label,
    alphaHelp: `${SETTINGS.alpha.help} Shift and an arrow key move by a tenth.`,
    typeAlpha: "α, typed",
    setAlpha: (alpha: number, side: Side | undefined) =>
      side === undefined ? `α = ${alpha}` : `α = ${alpha}: ${NAMES[side]} alone`,
    third: "C, which B is held against",
    thirdIsA: (label: string | undefined) => (label === undefined ? "A itself" : `A itself (${label})`),
    thirdOther: (id: string) => `${id} (not here)`,
    thirdRefused: (id: string, ids: readonly string[]) => ({
      message: `C cannot be “${shorten(id)}”: here B is held only against A itself or a model of this page (${list(ids)}).`,
      hint: "Choose one of them.",
    }),
    thirdNeeded: "Choose another C first.",
    thirdLoading: "Loading C",
    thirdCancelled: "Loading C was cancelled.",
    thirdReload: "Reload",
    thirdReloadLabel: "Reload model C",
    thirdCancelLabel: "Cancel loading model C",
    write: "Write",
    writeAgain: "Write again",
    stop: "Stop",
    noPrompt: "Type a prompt above; the mixed answer to it is written here.",
    deferred: "Written after the answers above.",
    waiting: (slots: readonly Slot[]) =>
      `Writes as soon as ${list(slots.map((slot) => slot.toUpperCase()))} ${slots.length === 1 ? "is" : "are"} ready.`,
    writing: (alpha: number, tokens: number) =>
      `Writing at α = ${formatFixed(alpha, 2)}: ${count(tokens, "token")}`,
    written: (alpha: number, tokens: number, milliseconds: number) =>
      `α = ${formatFixed(alpha, 2)}: ${count(tokens, "token")} in ${formatMilliseconds(milliseconds)}.`,
    reasons: {
      "end-of-text": "It ended by itself.",
      "stop-string": "It ended with a stop string.",
      repetition: "It was ended where it only repeated itself.",
      "max-tokens": "It reached the limit you set.",
      "context-full": "It filled the context.",
      stopped: "You stopped it.",
    },
    passed: (passed: number, written: number, milliseconds: number) => {
      if (passed === 0) return "No position needed a model: all were kept.";
      const speed = milliseconds > 0 ? ` at ${formatMagnitude((1000 * passed) / milliseconds)} tokens/s` : "";
      if (passed >= written) return `All ${count(written, "position")} were computed${speed}.`;
      return `${formatCount(passed)} of ${count(written, "position")} ${passed === 1 ? "was" : "were"} computed${speed}, the others kept.`;
    },
    differs: (position: number, before: string) =>
      `From token ${formatCount(position + 1)} on it is another text than ${before}.`,
    same: (before: string) => `The same tokens as ${before}.`,
    /** The mixture of the answer before: by its kind too where that is another. */
    mixtureBefore: (alpha: number, kind: Mixture["type"] | undefined, otherC: boolean): string => {
      const at = `at α\u00a0=\u00a0${formatFixed(alpha, 2)}`;
      const label = SETTINGS.mixture.choices.find(({ value }) => value === kind)?.label;
      if (label !== undefined) return `with “${label}” ${at}`;
      return otherC ? `with another C ${at}` : at;
    },
    stale: "Prompt, sampling or models have changed since this was written.",
    text: "Mixed answer, token by token",
    legend: "Who would have written a token with the same luck",
    authors: { both: "both", a: "only A", b: "only B", neither: "neither" },
    author: {
      both: "A and B would have drawn it too",
      a: "only A would have drawn it too",
      b: "only B would have drawn it too",
      neither: "neither A nor B would have drawn it",
    },
    firstDifference: "first difference",
    probabilities: (mixture: number, a: number, b: number) =>
      `mixture ${formatProbability(mixture)} · A ${formatProbability(a)} · B ${formatProbability(b)}`,
    draws: (a: string, b: string) => `same luck: A draws “${a}”, B draws “${b}”`,
    sweep: {
      label: "Answers along α",
      button: "Sweep α",
      goOn: "Go on",
      help: "Writes an answer at each tenth from 0 to 1.",
      /** `position`: the first mark of a difference in the strip; undefined where there is none. */
      legend: (position: number | undefined) =>
        position === undefined
          ? "Each has the same text as the one before. Choose one to set α."
          : `≠ ${formatCount(position + 1)}: from token ${formatCount(position + 1)} on another text than the one before. Choose one to set α.`,
      stale: "These answered another prompt, luck or mixture.",
      tokens: (tokens: number) => count(tokens, "token"),
      right: "right",
      wrong: "wrong",
      from: (position: number) => `≠ ${formatCount(position + 1)}`,
      same: "same",
      entry: (alpha: number, tokens: number, right: boolean | undefined) =>
        `α ${formatFixed(alpha, 1)}: ${count(tokens, "token")}${right === undefined ? "" : right ? ", right" : ", wrong"}`,
      differs: (position: number | undefined, before: number) =>
        position === undefined
          ? `the same as at ${formatFixed(before, 1)}`
          : `from token ${formatCount(position + 1)} on other than at ${formatFixed(before, 1)}`,
      progress: (done: number, total: number) => `${done} of ${total}`,
    },
  },

  switching: {
    label: "Question and answers",
    answers: "Answers",
    problems: "Another problem",
    anotherProblemHelp: (family: string) => `Ask another problem of “${family}”, whose right answer is known`,
    expected: "Right answer",
    expectedPlaceholder: "unknown",
    write: "Write",
    writeHelp: "Answer switched, by A alone and by B alone, with the same luck (Ctrl+Enter)",
    step: "Step",
    stepHelp: "One token more of the switched answer",
    stop: "Stop",
    knownNumbers: "from known numbers, no model ran",
    modelEnded: (sides: readonly Side[]) =>
      `Model ${sides.map((side) => NAMES[side]).join(" and model ")} has ended: reload it first.`,
    written: "All of this stands already. Change something, or ask something else.",
    goOn: "Go on",
    goOnHelp: "From the token at which it stopped",
    stale: "These answers were written for other settings.",
    otherModels: (a: string, b: string) => `These answers were written by ${a} and ${b}.`,
    roles: {
      switched: () => "Switched",
      a: (names: Readonly<Record<Side, string>>) => `${apartNames(names).a} alone`,
      b: (names: Readonly<Record<Side, string>>) => `${apartNames(names).b} alone`,
      control: () => "Random control",
    } satisfies Record<AnswerRole, (names: Readonly<Record<Side, string>>) => string>,
    /** Name of an answer's tokens for screen readers. */
    tokensOf: (role: string) => `${role}, token by token`,
    waiting: "The answers appear here as soon as both models are ready.",
    empty: "Ask something, and three answers to it stand here: switched, A alone and B alone.",
    notYet: "comes next",
    progress: (role: string, tokens: number) => `Writing: ${role}, ${count(tokens, "token")}.`,
    reading: (role: string) => `Both models read what stands there: ${role}.`,
    tokens: (tokens: number) => count(tokens, "token"),
    fromB: (fromB: number, tokens: number, name: string) =>
      `${formatCount(fromB)} of ${count(tokens, "token")} from ${name} (${formatShare(fromB, tokens)})`,
    speed: (tokensPerSecond: number) => `${formatMagnitude(tokensPerSecond)} tokens/s`,
    passes: ({ a, b }: Readonly<Record<Side, number>>) =>
      `passes: ${formatCount(a)} of A, ${formatCount(b)} of B`,
    passesHelp: (written: number) =>
      `Forward passes for the ${count(written, "token")} last written; reading several tokens at once is one pass.`,
    drafts: (length: number) => (length === 1 ? "judged token by token" : `drafts of ${formatCount(length)}`),
    measured: (length: number, milliseconds: number) =>
      `${length === 1 ? "token by token" : `drafts of ${formatCount(length)}`}: ${formatMilliseconds(milliseconds)} a token`,
    ends: {
      "end-of-text": "came to its end",
      "stop-string": "ended at a stop string",
      repetition: "stopped: it only repeated itself",
      "max-tokens": "stopped at the most tokens that you set",
      "context-full": "filled the context",
      stopped: "stopped before its end",
    } satisfies Record<SwitchEndReason, string>,
    compare: "Look at it in Compare",
    summary: (sentence: SwitchSentence): string => switchSummary(sentence),
    by: (name: string) => `written by ${name}`,
    forcedToken: "put here by you",
    forcedSide: (name: string) => `${name} writes here because you said so`,
    handOver: (name: string, reason: string) => `${name} takes over: ${reason}`,
    luck: (luck: number) => `Luck ${formatFixed(luck, 4)}`,
    draws: (a: string, b: string) => (a === b ? `both draw “${a}”` : `A draws “${a}”, B draws “${b}”`),
    let: (side: Side) => `Let ${NAMES[side]} write this one`,
    release: "Leave it to the policy again",
    forceHint: "Click a candidate to put it here; the policy goes on from there.",
    hint: "Point at a token to see what each model would have written there, and with which luck.",
    notJudged: "Only its writer has seen this token so far.",
    notForced: {
      known: "It stands like that already.",
      full: "So many versions do not fit into a link. Delete one first.",
    },
    versions: "Versions of the switched answer",
    versionRoot: "nothing by hand",
    versionSide: (side: Side, position: number) => `${NAMES[side]} at ${formatCount(position + 1)}`,
    versionToken: (token: string, position: number) => `“${token}” at ${formatCount(position + 1)}`,
    deleteVersion: (name: string) => `Delete the version “${name}”`,
    curve: (measure: string) => `${measure} along the switched answer`,
    /** Where the policy compares something else than what is drawn. */
    curveOf: {
      window: "Drawn is each position’s own divergence; the policy compares the mean of the window.",
      average: "Drawn is each position’s own divergence; the policy compares its moving average.",
    } as Partial<Record<PolicyId, string>>,
    curveHelp: "Drag a line: the text follows, from the first token that changes.",
    preview: ({ appear, vanish, firstDifference }: Preview): string => {
      const changes = [
        ...(appear > 0 ? [count(appear, "switch appears", "switches appear")] : []),
        ...(vanish > 0 ? [count(vanish, "switch vanishes", "switches vanish")] : []),
      ];
      const text =
        firstDifference === undefined
          ? "the text stays the same"
          : `the text differs from token ${formatCount(firstDifference + 1)} on`;
      const sentence = changes.length === 0 ? text : `${list(changes)}; ${text}`;
      return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
    },
    previewNeeds: (a: string, b: string) => `To write it, ${a} and ${b} have to be loaded.`,
    bar: "Who writes the next token",
    usualOf: (label: string) => `${label}: back to the usual value`,
    typed: (problem: TypedProblem): string => typedProblem(problem),
    typedMost: (typed: string, most: string) => `${most} is the most: ${typed} is not possible.`,
    divergenceShown: "Divergence shown",
    divergenceShownHelp: "What tokens are underlined by; this policy decides without it.",
    alsoControl: "Also a random control",
    controlIsPolicy: "The policy is the random control already.",
    entropies: "Entropies of A and of B; the policy looks at the one of the model that is active.",
    activeEntropy: "Entropy of the active model",
    notice: (notice: ThresholdNotice, format: (value: number) => string): string => {
      switch (notice.type) {
        case "threshold-below-zero":
          return `Take over ${formatMagnitude(notice.set)} lies below 0: the usual ${format(notice.used)} is used.`;
        case "switch-back-below-zero":
          return `Hand back ${formatMagnitude(notice.set)} lies below 0: ${format(notice.used)} is used, half of take over.`;
        case "above-range":
          return `Take over ${format(notice.threshold)} lies above what is possible: ${format(notice.most)} is used.`;
        case "switch-back-above":
          return `Hand back ${format(notice.switchBack)} lies above take over ${format(notice.threshold)}: ${format(notice.threshold)} is used.`;
        default:
          return notice satisfies never;
      }
    },
    dice: "Another seed",
    more: "More",
    moreLabel: "How answers end and are drafted",
    automatic: "automatic",
  },

  notes: { label: "Notes", show: (position: number) => `Show token ${position + 1}` },

  overview: {
    label: "Overview",
    line: (measure: string) => `${measure} along the text`,
    histogram: (short: string) => `How often: ${short}`,
    ranked: "Most different tokens",
    rankedIn: "Most different tokens in the selection",
    bytes: ({ first, last, of }: { first: number; last: number; of: number }) =>
      first === last ? `byte ${first} of ${of}` : `bytes ${first}–${last} of ${of}`,
    clearRange: "Whole text",
    rangeHint: "Drag across a chart to select a part of it.",
    ranges: (from: number, to: number) => `tokens ${formatCount(from + 1)}–${formatCount(to + 1)}`,
  },

  print: {
    label: "About this page",
    question: "Question",
    measure: "Colours",
    link: "Link",
    linkTooLong: "the link with this text is too long for paper",
    revision: (revision: string) => `revision ${revision}`,
    at: (threshold: string, temperature: string) => `threshold ${threshold}, temperature ${temperature}`,
  },

  hidden: {
    some: (controls: number) =>
      controls === 1
        ? "One control is hidden by this link."
        : `${controls} controls are hidden by this link.`,
    which: (labels: readonly string[]) => `Hidden: ${list(labels)}`,
    showAll: "Show all",
  },

  look: { projector: "Projector look", page: "Usual look" },

  embed: {
    open: "Open in RL On/Off",
    models: "Models",
  },

  lesson: {
    place: "Lesson",
    label: (title: string) => `Lesson: ${title}`,
    loading: "The lesson is on its way.",
    damaged: "The lesson in this link is damaged: a part of the link is missing or was changed.",
    damagedHint: "Ask for the link again, or copy it whole.",
    progress: (step: number, steps: number) => `${step} of ${steps}`,
    steps: "Steps",
    stepDone: "done",
    doIt: "Do it for me",
    acting: "Doing it …",
    next: "Next",
    back: "Back",
    finish: "Finish",
    close: "Close the lesson",
    fold: "Less",
    unfold: "More",
    toDo: "Do this on the page, or let it be done for you.",
    done: "Done.",
    problemsLabel: (problems: number) => `About this lesson’s text: ${count(problems, "remark")}`,
  },
  lessonProblem: (problem: LessonProblem): string => {
    switch (problem.type) {
      case "too-long":
        return `The lesson has ${formatCount(problem.length)} characters; at most ${formatCount(problem.limit)} are read. Shorten it.`;
      case "tangled":
        return `Line ${problem.line}: too many marks of emphasis in one paragraph, or quotes within quotes. Divide the paragraph.`;
      case "no-steps":
        return "The lesson has no text yet.";
      case "too-many-steps":
        return `The lesson has ${formatCount(problem.steps)} steps; the first ${problem.limit} are used.`;
      case "too-many-lines":
        return `Line ${problem.line}: the step has ${formatCount(problem.lines)} lines; the first ${problem.limit} are used.`;
      case "no-such-line":
        return `Line ${problem.line}: “${shorten(problem.text)}” begins neither with “do:” nor with “done:”; it was left out.`;
      case "unknown-word":
        return `Line ${problem.line}: “${shorten(problem.word)}” is not known; it was left out. There are: ${list(problem.known)}.`;
      case "bad-arguments":
        return `Line ${problem.line}: “${shorten(problem.text)}” is not understood${problem.reason === undefined ? "" : ` (${shorten(problem.reason)})`}; it was left out. Write it as ${either(problem.usage.map((usage) => `“${usage}”`))}.`;
      default:
        return problem satisfies never;
    }
  },

  lessonEditor: {
    title: "Make a lesson",
    intro:
      "The link opens this page as it stands now, with your text beside it; the link is all that others need.",
    draftKept: "This browser keeps your draft until you clear it.",
    noDrafts: "This browser keeps no drafts: copy the link before you leave.",
    text: "Text (Markdown)",
    placeholder: "# Title\n\n## First step\n\nWhat to look at …",
    preview: "Preview",
    previewStep: (step: number, title: string) => `${step}. ${title}`,
    asks: (actions: number, conditions: number) =>
      conditions === 0
        ? `${count(actions, "action")}, done by going on`
        : `${count(actions, "action")}, done when ${count(conditions, "condition holds", "conditions hold")}`,
    hide: "Hide controls",
    hideAll: "Hide all",
    hideNone: "Hide none",
    how: "How it opens",
    projector: "in the projector look",
    embed: "embedded, for a frame in slides or a notebook",
    embedHides: "Hides what a frame can do without; change that above.",
    copy: "Copy the lesson’s link",
    copied: "Link copied.",
    notCopied: "The browser refused to copy; select the link below and copy it.",
    link: "Link",
    length: (characters: number) => `The link has ${count(characters, "character")}.`,
    tooLong: (characters: number, limit: number) =>
      `The link would have ${formatCount(characters)} characters; at most ${formatCount(limit)} work. Shorten the lesson or the text on the page.`,
    packedTooLong: (characters: number, limit: number) =>
      `Packed, the lesson has ${formatCount(characters)} characters; a link holds at most ${formatCount(limit)}. Shorten it.`,
    clear: "Clear the draft",
    vocabulary: "What steps can do",
    vocabularyHelp:
      "A heading with ## begins a step. A code block named “step” in it says what “Do it for me” does (do: …) and when the step is done (done: …). Tokens are counted from 1.",
    actions: "do:",
    conditions: "done:",
    keys: "Settings by their keys",
    example:
      "# A lesson of mine\n\nWhat this is about.\n\n## The first step\n\nChoose the token where the two models *differ most*.\n\n```step\ndo: token most-different\ndone: token most-different\n```\n\n## The second step\n\nThink about why.\n",
  },

  tour: {
    label: "A short tour",
    again: "Tour",
    progress: (step: number, steps: number) => `${step} of ${steps}`,
    show: "Show me",
    next: "Next",
    back: "Back",
    end: "Done",
    dismiss: "Close the tour",
    steps: {
      text: {
        title: "One text, two models",
        text: "A model wrote this answer, and both models have read it. Under each token a line says how much they disagree there: most lines are faint, a few are strong. Choose a strong one.",
      },
      details: {
        title: "What each would have written",
        text: "Here are the words each model held likely at that place: A in blue, B in orange. The longer the bar, the more probable.",
      },
      threshold: {
        title: "How few they are",
        text: "Tokens above the threshold are counted as different. Move it and watch the share.",
      },
      examples: {
        title: "Another example",
        text: "The examples are real answers of these two models. In “The carry that was dropped” one word decides.",
      },
      write: {
        title: "Let one write",
        text: "As soon as the models are loaded, either can write an answer of its own, and both read it. The same seed draws the same tokens.",
      },
      link: {
        title: "It is all in the link",
        text: "What you see is in the address: copy it, and whoever opens it sees the same. The lessons at the foot of the page go on from here.",
      },
    },
  },

  learn: {
    label: "Learn",
    lessons: "Lessons",
    make: "Make a lesson",
  },

  footer: {
    local: "Everything runs in this page; nothing you type leaves it.",
    licences: "Open-source licences",
    kept: "opens without a network",
    offline: "offline",
    newer: "A newer version is ready.",
    takeNewer: "Reload",
    newerBlocked: "A newer version is ready. Close this page’s other tabs, then reload.",
    isolated: "cross-origin isolated: threads available",
    notIsolated: "not cross-origin isolated: one thread per model",
    devices: (a: string, b: string) => (a === b ? `A and B on ${a}` : `A on ${a}, B on ${b}`),
    gpu: "WebGPU available",
    noGpu: "no WebGPU adapter in this browser",
  },
} as const;

function typedProblem(problem: TypedProblem): string {
  switch (problem.type) {
    case "no-number":
      return problem.typed === "" ? "Nothing was typed: the value stays." : `Not a number: ${problem.typed}`;
    case "below-zero":
      return `Not below 0: ${problem.typed} is not possible.`;
    case "most":
      return `${problem.used} is the most: ${problem.typed} is not possible.`;
    case "least":
      return `${problem.used} is the least: ${problem.typed} is not possible.`;
    case "rounded":
      return `${problem.typed} is too fine: ${problem.used} is used.`;
    default:
      return problem satisfies never;
  }
}

/** What two models are called beside each other: by their sides where the names do not tell them apart. */
function apartNames(names: Readonly<Record<Side, string>>): Readonly<Record<Side, string>> {
  return names.a === names.b ? NAMES : names;
}

/** "Switched solved it with 4 of 131 tokens from rl; base alone did not and rl alone did." */
function switchSummary(sentence: SwitchSentence): string {
  const said = switchResult({ ...sentence, names: apartNames(sentence.names) });
  return sentence.same ? `${said} A and B are both ${sentence.names.a}: nothing can differ.` : said;
}

function switchResult({ names, fromB, tokens, handOvers, right, control }: SwitchSentence): string {
  const share = `${formatCount(fromB)} of ${count(tokens, "token")} from ${names.b}`;
  if (right.switched === undefined) {
    return fromB === 0
      ? `${names.a} wrote all ${count(tokens, "token")}: nowhere did ${names.b} take over.`
      : `${share}, in ${count(handOvers, "hand-over")}.`;
  }
  const did = (solved: boolean): string => (solved ? "did" : "did not");
  const others = (["a", "b"] as const).flatMap((side) => {
    const solved = right[side];
    return solved === undefined ? [] : [`${names[side]} alone ${did(solved)}`];
  });
  if (right.control !== undefined && control !== undefined) {
    const drawn = `${formatCount(control.fromB)} of ${count(control.tokens, "token")}`;
    others.push(`${names.b} at random places, ${drawn}, ${did(right.control)}`);
  }
  const rest = others.length === 0 ? "" : `; ${list(others)}`;
  return `Switched ${right.switched ? "solved it" : "did not solve it"} with ${share}${rest}.`;
}

const DIGEST_NAMES: Record<DigestMeasureId, string> = {
  js: "Jensen–Shannon divergence",
  entropyA: "the entropy of A",
  entropyB: "the entropy of B",
};

function stretch({ from, to }: { from: number; to: number }): string {
  const [first, last] = [formatCount(from + 1), formatCount(to + 1)];
  return to <= from ? `token ${first}` : `tokens ${first}–${last}`;
}

function deviceWords(device: string): string {
  const devices: Readonly<Record<string, string>> = strings.models.devices;
  return devices[device] ?? device;
}

/** Where and how the models ran, and which they were, as far as it was not the same. */
/** What of a file its digest does not fit. */
function misfit(result: Extract<Reproduction, { type: "differs" }>): string {
  switch (result.what) {
    case "prompt":
      return "it speaks of another prompt";
    case "tokens":
      return `from ${stretch(result)} on, the tokens are others`;
    case "numbers": {
      const names = result.measures.map((id) => DIGEST_NAMES[id]);
      return `from ${stretch(result)} on, ${list(names)} ${names.length === 1 ? "differs" : "differ"}`;
    }
  }
}

function fileRemark(remark: FileRemark): string {
  switch (remark.type) {
    case "unused-arrays": {
      const { arrays, missing, refused } = remark;
      const why = refused ?? `${listed(missing)} ${missing.length === 1 ? "is" : "are"} not there.`;
      return `${listed(arrays)} ${arrays.length === 1 ? "was" : "were"} not used: ${why} The statistics were computed from the whole distributions.`;
    }
    case "contradiction": {
      const { statistic, position, count: positions, value, within, against } = remark;
      const what = statistic === "candidates" ? "a listed probability" : STATISTIC_NAMES[statistic];
      const other = against === "candidates" ? "most probable tokens" : "whole distributions";
      const { lower, upper } = within;
      const range =
        lower === upper ? formatFixed(lower, 4) : `${formatFixed(lower, 4)} … ${formatFixed(upper, 4)}`;
      const more = positions > 1 ? ` (and at ${count(positions - 1, "other token")})` : "";
      return `The file contradicts itself: at token ${formatCount(position + 1)}${more} ${what} is ${formatFixed(value, 4)}, while its own ${other} say ${range}.`;
    }
    case "bad-rows":
      return `Whole distributions of this file cannot be used: ${remark.message}`;
    case "digest-damaged":
      return "The file’s own digest is damaged, so it says nothing about the numbers.";
    default:
      return remark satisfies never;
  }
}

/** The first names of a long list. */
function listed(names: readonly string[]): string {
  const most = 4;
  return names.length <= most
    ? list(names)
    : `${names.slice(0, most - 1).join(", ")} and ${names.length - most + 1} more`;
}

const STATISTIC_NAMES: Readonly<Record<StatisticName, string>> = {
  entropyA: "the entropy of A",
  entropyB: "the entropy of B",
  klAB: "KL(A‖B)",
  klBA: "KL(B‖A)",
  js: "the Jensen–Shannon divergence",
  totalVariation: "the total variation",
  logprobA: "A’s log-probability of the token",
  logprobB: "B’s log-probability of the token",
  rankA: "the token’s rank under A",
  rankB: "the token’s rank under B",
};

function reproductionCauses(result: Reproduction, made: readonly SideMade[], at: MadeAt): string[] {
  const ran = ({ device, dtype }: MadeWith): string => `${deviceWords(device)} ${dtype}`;
  const runs = made.filter(({ differs }) => differs.includes("device") || differs.includes("dtype"));
  const sentences = runs.map(({ here, link }) => `this is ${ran(here)}, the link was made on ${ran(link)}.`);
  const [first = "", second] = sentences;
  const same = first === second;
  const causes = same
    ? [`T${first.slice(1)}`]
    : runs.map(({ side }, index) => `Model ${NAMES[side]}: ${sentences[index] ?? ""}`);
  if (at.link !== undefined && at.link !== at.here)
    causes.unshift(
      `The temperature was changed: here it is ${at.here}, the link’s numbers were made at ${at.link}. Tokens do not depend on it, numbers do.`,
    );
  for (const { side, here, link, differs } of made) {
    if (!differs.includes("revision")) continue;
    causes.push(
      `Model ${NAMES[side]} is revision ${here.revision}, the link was made with revision ${link.revision}.`,
    );
  }
  if (at.changed)
    causes.unshift(
      "A setting that decides what is written (seed, sampling, policy, thresholds, force, length) was changed since the link was made.",
    );
  if (causes.length > 0 || result.type === "reproduced") return causes;
  const others = "the browser or its driver, a tokenizer or a damaged file may be the cause";
  return [
    at.link === undefined
      ? `Device, number format and revisions are the same: a changed setting such as the temperature (here ${at.here}; the link does not say at which its numbers were made), ${others}.`
      : `Device, number format, revisions and temperature are the same: ${others}.`,
  ];
}

function beyondNotice({
  key,
  setting,
  from,
  to,
  last,
}: Extract<LinkNotice, { type: "beyond-text" }>): string {
  const used = to === undefined ? "it was left out" : `${to} is used`;
  return `${SETTINGS[setting].label} (${key}) was ${shorten(from)} in the link, beyond the last position of the text, ${formatCount(last)}; ${used}.`;
}

/** What a setting may be, by the names it has on the page. */
function expectedOf(setting: SettingId, expected: string): string {
  const row = SETTINGS[setting];
  return row.kind === "choice" ? either(row.choices.map(({ label }) => label)) : expected;
}

function valueNotice(key: string, setting: SettingId, problem: ValueProblem): string {
  const { label } = SETTINGS[setting];
  switch (problem.type) {
    case "clamped":
      return `${label} (${key}) was ${problem.from} in the link; ${problem.to} is used, the nearest that is allowed.`;
    case "refused":
      return `${label} (${key}) cannot be “${problem.value}”: expected ${expectedOf(setting, problem.expected)}. The default is used.`;
    case "cut":
      return `${label} (${key}) has ${formatCount(problem.length)} entries or characters; the first ${formatCount(problem.limit)} are used.`;
    case "repeated":
      return `${label} (${key}) names ${problem.numbers} more than once in the link; each is used once.`;
    case "dropped":
      return `${label} (${key}) names “${problem.names}” in the link, which this page does not have; it was left out.`;
    default:
      return problem satisfies never;
  }
}
