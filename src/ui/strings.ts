import type { DigestMeasureId, MadeWith, Reproduction } from "../core/compare/digest";
import { MAX_BRANCHES } from "../core/config/branchTree";
import type { LinkNotice } from "../core/config/link";
import { SETTINGS, type SettingId } from "../core/config/settings";
import { shorten, type ValueProblem } from "../core/config/values";
import type { SummarySentence } from "../core/compare/summary";
import type { Side } from "../contract/lab";
import type { TextSpan } from "../core/compare/apartText";
import type { Failure } from "../core/errors";
import type { SelfCheckResult } from "../core/selfCheck/selfCheck";
import type { LessonProblem } from "../core/lesson/lesson";
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
import type { Pending } from "./state/session.svelte";
import type { SideMade } from "./state/reproduction.svelte";
import type { TextProblem } from "./state/textProblems";

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
    imported: "Imported",
    importedHelp: "Numbers out of a file; no model computed them in this page.",
    waiting: "Waiting",
    waitingHelp: "There are no numbers for this text yet.",
  },

  reproduction: {
    label: "Whether the link’s numbers came out here",
    waiting: "Link not checked yet",
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
    causes: (result: Reproduction, made: readonly SideMade[]): string[] => reproductionCauses(result, made),
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
    about: (bytes: number) => `about ${formatBytes(bytes)}`,
    wholeNeedsModels: "All probabilities need both models live, or a file that holds them.",
    writing: (done: number, total: number | undefined) =>
      total === undefined ? "Beginning …" : `${formatBytes(done)} of ${formatBytes(total)}`,
    saved: (name: string, bytes: number) => `${name} saved, ${formatBytes(bytes)}`,
    cancel: "Cancel",
    cancelled: "Cancelled; nothing was saved.",
    noPicture: "The browser could not draw the picture.",
    drop: "Drop a run (.json) or distributions (.npz, .json) to open them",
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
  },

  branches: {
    label: "Versions of this solution",
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
      "The link opens this page as it stands now, with your text beside it. Nothing is stored anywhere else than in the link.",
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
    copy: "Copy the lesson’s link",
    copied: "Link copied.",
    notCopied: "The browser refused to copy; select the link below and copy it.",
    link: "Link",
    length: (characters: number) => `The link has ${count(characters, "character")}.`,
    tooLong: (characters: number, limit: number) =>
      `The link would have ${formatCount(characters)} characters; at most ${formatCount(limit)} work. Shorten the lesson or the text on the page.`,
    packedTooLong: (characters: number, limit: number) =>
      `Packed, the lesson has ${formatCount(characters)} characters; a link holds at most ${formatCount(limit)}. Shorten it.`,
    clear: "Begin anew",
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
function reproductionCauses(result: Reproduction, made: readonly SideMade[]): string[] {
  const ran = ({ device, dtype }: MadeWith): string => `${deviceWords(device)} ${dtype}`;
  const runs = made.filter(({ differs }) => differs.includes("device") || differs.includes("dtype"));
  const sentences = runs.map(({ here, link }) => `this is ${ran(here)}, the link was made on ${ran(link)}.`);
  const [first = "", second] = sentences;
  const same = first === second;
  const causes = same
    ? [`T${first.slice(1)}`]
    : runs.map(({ side }, index) => `Model ${NAMES[side]}: ${sentences[index] ?? ""}`);
  for (const { side, here, link, differs } of made) {
    if (!differs.includes("revision")) continue;
    causes.push(
      `Model ${NAMES[side]} is revision ${here.revision}, the link was made with revision ${link.revision}.`,
    );
  }
  if (causes.length > 0 || result.type === "reproduced") return causes;
  return [
    "Device, number format and revisions are the same: the browser or its driver, a tokenizer or a damaged file may be the cause.",
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
