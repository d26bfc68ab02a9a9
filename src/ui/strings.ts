import type { LinkNotice } from "../core/config/link";
import { SETTINGS } from "../core/config/settings";
import { shorten, type ValueProblem } from "../core/config/values";
import type { SummarySentence } from "../core/compare/summary";
import type { Side } from "../contract/lab";
import type { Failure } from "../core/errors";
import type { Verdict } from "../core/rewards/verdict";
import { formatBytes, formatCount, formatFixed, formatMilliseconds, formatShare } from "./format/number";
import type { Pending } from "./state/session.svelte";
import type { TextProblem } from "./state/textProblems";

/** Every sentence of the page, in one place for translation. Charts have their own words beside them. */

const NAMES: Record<Side, string> = { a: "A", b: "B" };

function count(number: number, one: string, many = `${one}s`): string {
  return `${formatCount(number)} ${number === 1 ? one : many}`;
}

function list(words: readonly string[]): string {
  return new Intl.ListFormat("en", { type: "conjunction" }).format(words);
}

function either(words: readonly string[]): string {
  return new Intl.ListFormat("en", { type: "disjunction" }).format(words);
}

export const strings = {
  name: "RL On/Off",
  title: (view: string) => `${view} · RL On/Off`,
  lede: {
    before: "Two models read the same text. See, token by token, where",
    middle: "and",
    after: "would write something else.",
  },
  side: (side: Side) => NAMES[side],
  model: (side: Side) => `Model ${NAMES[side]}`,
  views: { label: "Views", compare: "Compare" },

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
    waiting: "Waiting",
    waitingHelp: "There are no numbers for this text yet.",
  },

  models: {
    bar: "Models",
    absent: "not loaded yet",
    downloading: (loaded: number, total: number | undefined) =>
      total === undefined ? formatBytes(loaded) : `${formatBytes(loaded)} of ${formatBytes(total)}`,
    fromCache: (bytes: number) => `${formatBytes(bytes)} from the cache`,
    starting: "starting the runtime",
    warmingUp: "warming up",
    cancelled: "loading was cancelled",
    failed: "failed",
    cancelLabel: (side: Side) => `Cancel loading model ${NAMES[side]}`,
    load: "Load",
    reload: "Reload",
    reloadLabel: (side: Side) => `Reload model ${NAMES[side]}`,
    details: (side: Side, name: string) => `Model ${NAMES[side]}, ${name}: details`,
    choose: "Model",
    deviceOfBoth: "Device of both",
    rows: {
      device: "Device",
      dtype: "Number format",
      vocabulary: "Vocabulary",
      context: "Context",
      parameters: "Parameters",
      revision: "Revision",
    },
    devices: { webgpu: "WebGPU", wasm: "WASM", table: "table", server: "server" },
    tokens: (tokens: number) => count(tokens, "token"),
    unknown: (id: string, ids: readonly string[]) => ({
      message: `No embedded model is called “${id}”.`,
      hint: `There are: ${list(ids)}.`,
    }),
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
    stale: "The text has changed since it was compared.",
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
      case "compare-written":
        return `Written. Comparing waits for ${NAMES[pending.waitsFor]}.`;
      default:
        return pending satisfies never;
    }
  },
  failure: ({ message, hint }: Failure) => (hint === undefined ? message : `${message} ${hint}`),
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
        case "unused-key":
          return `“${notice.key}” in the link is not used: the example (${notice.beside}) brings its own text.`;
        case "beyond-text":
          return beyondNotice(notice);
        case "too-long":
          return `The link has ${formatCount(notice.length)} characters; at most ${formatCount(notice.limit)} are read, so it was left out.`;
        case "value":
          return valueNotice(notice.key, SETTINGS[notice.setting].label, notice.problem);
        default:
          return notice satisfies never;
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
    temperature: SETTINGS.temperature.label,
    k: SETTINGS.k.label,
    unit: SETTINGS.unit.label,
    recordedTemperature: (temperature: number) =>
      `The recording was made at temperature ${formatFixed(temperature, 1)}. This works as soon as the models are live.`,
    recordedK: (k: number) =>
      `The recording holds the ${k} most probable tokens of each model. More come as soon as the models are live.`,
    needsRun: "This works once the text has been compared.",
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
    keys: "Arrow keys move, Enter pins, Escape clears.",
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

  branches: {
    label: "Versions of this solution",
    text: "Text",
    written: (side: Side) => `written by ${NAMES[side]}`,
    forced: (label: string, position: number) => `“${label}” at ${formatCount(position + 1)}`,
    by: (side: Side) => `${NAMES[side]} writes on`,
    tokens: (tokens: number) => count(tokens, "token"),
    notCompared: "not compared yet",
  },

  notes: { label: "Notes", show: (position: number) => `Show token ${position + 1}` },

  overview: {
    label: "Overview",
    line: (measure: string) => `${measure} along the text`,
    histogram: (short: string) => `How often: ${short}`,
    ranked: "Most different tokens",
    rankedIn: "Most different tokens in the selection",
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

  footer: {
    local: "Everything runs in this page; nothing you type leaves it.",
    licences: "Open-source licences",
    isolated: "cross-origin isolated: threads available",
    notIsolated: "not cross-origin isolated: one thread per model",
    devices: (a: string, b: string) => (a === b ? `A and B on ${a}` : `A on ${a}, B on ${b}`),
    gpu: "WebGPU available",
    noGpu: "no WebGPU adapter in this browser",
  },
} as const;

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

function valueNotice(key: string, label: string, problem: ValueProblem): string {
  switch (problem.type) {
    case "clamped":
      return `${label} (${key}) was ${problem.from} in the link; ${problem.to} is used, the nearest that is allowed.`;
    case "refused":
      return `${label} (${key}) cannot be “${problem.value}”: expected ${problem.expected}. The default is used.`;
    case "cut":
      return `${label} (${key}) has ${formatCount(problem.length)} entries or characters; the first ${formatCount(problem.limit)} are used.`;
    default:
      return problem satisfies never;
  }
}
