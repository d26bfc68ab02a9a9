import { formatDigest, parseDigest, type ComparisonDigest } from "../compare/digest";
import { formatForced, parseForced, repeatedPositions } from "../generation/switching/forcedText";
import { unfoldTree } from "./branchTree";
import { pack, unpack } from "./packedText";
import { defaultSettings, SETTING_ROWS, SETTINGS, type SettingId, type Settings } from "./settings";
import { readValue, shorten, writeValue, type ValueProblem } from "./values";

/** Version of the link format that is written. Older versions are read; a newer one is read as far as it is understood. */
export const LINK_VERSION = 1;

/** Longest hash that is looked at. */
export const MAX_LINK_LENGTH = 200_000;

/** Texts longer than this together go into one compressed key. */
const READABLE_TEXT_LENGTH = 400;

export const VIEWS = ["compare", "switch", "sample"] as const;
export type View = (typeof VIEWS)[number];

/** What in a link was not taken as it stood. The page names each. */
export type LinkNotice =
  | { type: "unknown-key"; key: string }
  | { type: "unknown-view"; view: string }
  | { type: "newer-version"; version: string }
  | { type: "damaged"; key: string }
  /** Named more than once, by one key or by two that say the same; the first counts. */
  | { type: "repeated-key"; key: string }
  /** Not the text of the link's tokens, which are what is used. */
  | { type: "other-text"; key: string; beside: string }
  /** Said by something else in the link already. */
  | { type: "unused-key"; key: string; beside: string }
  /** Positions after `last`, the text's last one; `to` is what is used of them, if anything. */
  | { type: "beyond-text"; key: string; setting: SettingId; from: string; to?: string; last: number }
  | { type: "too-long"; length: number; limit: number }
  | { type: "value"; key: string; setting: SettingId; problem: ValueProblem };

export interface Link {
  view: View;
  settings: Settings;
  /** The settings that the link names. */
  given: ReadonlySet<SettingId>;
  /** What came out where the link was made. */
  digest: ComparisonDigest | undefined;
}

const ROW_OF_KEY = new Map(SETTING_ROWS.map(([id, row]) => [row.url, id]));
const PACKED = ["prompt", "solution"] as const satisfies readonly SettingId[];

/** The settings that an example brings itself: beside an example, a link does not set them. */
export const TEXT_SETTINGS = [
  "prompt",
  "solution",
  "solutionIds",
  "branches",
  "chat",
] as const satisfies readonly SettingId[];

/**
 * The hash of a state, `#/compare?…`: only what differs from the defaults, `#/compare` if nothing does.
 *
 * @param digest of the result that the settings led to, where there is one
 */
export function writeLink(view: View, settings: Settings, digest?: ComparisonDigest): string {
  const pairs: [string, string][] = [];
  const packed =
    PACKED.reduce((length, id) => length + String(settings[id]).length, 0) > READABLE_TEXT_LENGTH;
  for (const [id, row] of SETTING_ROWS) {
    if (packed && PACKED.some((packedId) => packedId === id)) continue;
    const text = writeValue(row, settings[id]);
    if (text !== writeValue(row, row.default)) pairs.push([row.url, text]);
  }
  if (packed) pairs.push(["z", pack(PACKED.map((id) => String(settings[id])))]);
  if (digest) pairs.push(["d", formatDigest(digest)]);
  if (pairs.length === 0) return `#/${view}`;
  pairs.unshift(["v", String(LINK_VERSION)]);
  return `#/${view}?${pairs.map(([key, text]) => `${key}=${escape(text)}`).join("&")}`;
}

/** Reads any string as a link: values out of range are clamped, the rest falls back to defaults, all of it named. Never throws. */
export function readLink(hash: string): { link: Link; notices: LinkNotice[] } {
  const link: Link = { view: "compare", settings: defaultSettings(), given: new Set(), digest: undefined };
  const notices: LinkNotice[] = [];
  if (hash.length > MAX_LINK_LENGTH) {
    notices.push({ type: "too-long", length: hash.length, limit: MAX_LINK_LENGTH });
    return { link, notices };
  }
  const body = hash.replace(/^#?\/?/, "");
  const question = body.indexOf("?");
  const path = question < 0 ? body : body.slice(0, question);
  const view = VIEWS.find((view) => view === path);
  if (view) link.view = view;
  else if (path !== "") notices.push({ type: "unknown-view", view: shorten(path) });
  if (question < 0) return { link, notices };

  const reading: Reading = { ...link, given: new Set(), seen: new Set(), notices };
  for (const pair of body.slice(question + 1).split("&")) {
    if (pair !== "") readPair(pair, reading);
  }
  leaveOutUnusedTexts(reading);
  leaveOutStrayTree(reading);
  leaveOutStrayForce(reading);
  const { settings, given, digest } = reading;
  return { link: { ...link, settings, given, digest }, notices };
}

/** A link while it is read. */
interface Reading {
  settings: Settings;
  given: Set<SettingId>;
  digest: ComparisonDigest | undefined;
  /** Keys met so far, and those named as repeated. */
  seen: Set<string>;
  notices: LinkNotice[];
}

function readPair(pair: string, reading: Reading): void {
  const { seen, notices } = reading;
  const equals = pair.indexOf("=");
  const key = unescape(equals < 0 ? pair : pair.slice(0, equals)) ?? pair;
  if (seen.has(key)) return nameRepeated(key, reading);
  seen.add(key);
  const text = equals < 0 ? "" : unescape(pair.slice(equals + 1));
  if (text === undefined) notices.push({ type: "damaged", key: shorten(key) });
  else if (key === "v") readVersion(text, notices);
  else if (key === "z") readPacked(text, reading);
  else if (key === "d") readDigest(text, reading);
  else readSetting(key, text, reading);
}

/** Once for each key. */
function nameRepeated(key: string, { notices }: Reading): void {
  const named = shorten(key);
  const already = notices.some((notice) => notice.type === "repeated-key" && notice.key === named);
  if (!already) notices.push({ type: "repeated-key", key: named });
}

function readVersion(text: string, notices: LinkNotice[]): void {
  if (!/^\d{1,6}$/.test(text)) notices.push({ type: "damaged", key: "v" });
  else if (Number(text) > LINK_VERSION) notices.push({ type: "newer-version", version: text });
}

function readDigest(text: string, reading: Reading): void {
  reading.digest = parseDigest(text);
  if (reading.digest === undefined) reading.notices.push({ type: "damaged", key: "d" });
}

function readSetting(key: string, text: string, reading: Reading): void {
  const { settings, given, notices } = reading;
  const id = ROW_OF_KEY.get(key);
  if (id === undefined) {
    notices.push({ type: "unknown-key", key: shorten(key) });
    return;
  }
  if (given.has(id)) return nameRepeated(key, reading);
  const { value, problem } = readValue(SETTINGS[id], wellFormed(text));
  Object.assign(settings, { [id]: value });
  given.add(id);
  if (problem) notices.push({ type: "value", key, setting: id, problem });
}

function readPacked(text: string, reading: Reading): void {
  const { settings, given, notices } = reading;
  const texts = unpack(text, PACKED.length);
  if (texts === undefined) {
    notices.push({ type: "damaged", key: "z" });
    return;
  }
  PACKED.forEach((id, index) => {
    if (given.has(id)) return nameRepeated(SETTINGS[id].url, reading);
    const { value, problem } = readValue(SETTINGS[id], wellFormed(texts[index] ?? ""));
    Object.assign(settings, { [id]: value });
    given.add(id);
    if (problem) notices.push({ type: "value", key: "z", setting: id, problem });
  });
}

/** An example brings its own texts. */
function leaveOutUnusedTexts({ settings, given, notices }: Reading): void {
  if (settings.recording === "") return;
  for (const id of TEXT_SETTINGS) {
    if (!given.delete(id)) continue;
    Object.assign(settings, { [id]: SETTINGS[id].default });
    notices.push({ type: "unused-key", key: SETTINGS[id].url, beside: SETTINGS.recording.url });
  }
}

/** Versions of another solution than the link's. */
function leaveOutStrayTree({ settings, notices }: Reading): void {
  const { branches, solutionIds } = settings;
  if (branches.length === 0 || unfoldTree(branches, solutionIds) !== undefined) return;
  settings.branches = SETTINGS.branches.default;
  notices.push({ type: "damaged", key: SETTINGS.branches.url });
}

/** What is forced twice at one position, or after the last token that may be written. */
function leaveOutStrayForce({ settings, notices }: Reading): void {
  const { forced: text, maxNewTokens } = settings;
  const { url: key } = SETTINGS.forced;
  const once = parseForced(text);
  const repeated = repeatedPositions(text);
  if (repeated.length > 0) {
    const numbers = shorten(repeated.join(", "));
    notices.push({ type: "value", key, setting: "forced", problem: { type: "repeated", numbers } });
  }
  const beyond = once.filter(({ position }) => position >= maxNewTokens);
  if (beyond.length > 0) {
    const from = shorten(beyond.map(({ position }) => position).join(", "));
    notices.push({ type: "beyond-text", key, setting: "forced", from, last: maxNewTokens - 1 });
  }
  if (repeated.length + beyond.length > 0)
    settings.forced = formatForced(once.filter(({ position }) => position < maxNewTokens));
}

/** Percent-encoding that leaves what is safe in a hash readable; spaces become "+", lone surrogates U+FFFD. */
function escape(text: string): string {
  return encodeURIComponent(wellFormed(text))
    .replace(/%20/g, "+")
    .replace(/%(2C|3A|3B|2F|3F|40|24)/g, (code) => decodeURIComponent(code));
}

/** Undefined where the percent-encoding is broken. */
function unescape(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replace(/\+/g, " "));
  } catch {
    return undefined;
  }
}

/** The text with every lone surrogate replaced by U+FFFD. */
export function wellFormed(text: string): string {
  return text.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, "\uFFFD");
}
