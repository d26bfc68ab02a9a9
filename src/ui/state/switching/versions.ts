import { SETTINGS, type Settings } from "../../../core/config/settings";
import type { Forced } from "../../../core/generation/switching/decisions";
import {
  formatForced,
  formatForcedLists,
  parseForced,
  parseForcedLists,
} from "../../../core/generation/switching/forcedText";

/** What was tried by hand at one answer: each version is a list of forced positions. */
export interface Version {
  forced: readonly Forced[];
  /** Its list as links write it, which names it; empty for the answer without force. */
  text: string;
  /** How many versions it was made from. */
  depth: number;
  current: boolean;
}

type VersionSettings = Pick<Settings, "forced" | "switchBranches">;

/** All versions: each after the one that it was made from, which has the longest list that it begins with. */
export function versionsOf({ forced, switchBranches }: VersionSettings): Version[] {
  const lists = [parseForced(forced), ...parseForcedLists(switchBranches)];
  const texts = new Map(lists.map((list) => [formatForced(list), list]));
  if (texts.size > 1 || forced !== "") texts.set("", []);
  const rows = [...texts].map(([text, list]) => ({ text, forced: list }));
  const byPlaces = rows.sort((one, other) => compareLists(one.forced, other.forced));
  return byPlaces.map((row) => ({
    ...row,
    depth: rows.filter(({ text, forced: list }) => text !== row.text && begins(list, row.forced)).length,
    current: row.text === formatForced(parseForced(forced)),
  }));
}

/** The settings with a position forced in the shown version: what was forced at or after it is let go. */
export function withForced(settings: VersionSettings, force: Forced): VersionSettings | "full" | "known" {
  const before = parseForced(settings.forced);
  const forced = [...before.filter(({ position }) => position < force.position), force];
  const text = formatForced(forced);
  if (text === formatForced(before)) return "known";
  return withCurrent(settings, text);
}

/** The settings with a position's force taken back, and what was forced after it. */
export function withoutForced(settings: VersionSettings, position: number): VersionSettings | "full" {
  const kept = parseForced(settings.forced).filter((force) => force.position < position);
  return withCurrent(settings, formatForced(kept));
}

/** The settings with another version shown. */
export function withCurrent(settings: VersionSettings, text: string): VersionSettings | "full" {
  const lists = versionsOf(settings).map((version) => version.forced);
  const others = lists.filter((list) => formatForced(list) !== text);
  const switchBranches = formatForcedLists(others);
  const fits =
    text.length <= SETTINGS.forced.maxLength && switchBranches.length <= SETTINGS.switchBranches.maxLength;
  return fits
    ? {
        forced: text,
        switchBranches: others.every((list) => list.length === 0) && text === "" ? "" : switchBranches,
      }
    : "full";
}

/** The settings without a version; where it was shown, the one that it was made from is. */
export function withoutVersion(settings: VersionSettings, text: string): VersionSettings {
  const versions = versionsOf(settings);
  const gone = versions.find((version) => version.text === text);
  if (gone === undefined || text === "") return settings;
  const left = versions.filter((version) => version !== gone);
  const parents = left.filter(({ forced }) => begins(forced, gone.forced));
  const current = gone.current ? parents.at(-1) : left.find((version) => version.current);
  const others = left.filter((version) => version !== current).map((version) => version.forced);
  return {
    forced: current?.text ?? "",
    switchBranches: others.length === 0 ? "" : formatForcedLists(others),
  };
}

/** Whether a list begins with all of another. */
function begins(beginning: readonly Forced[], list: readonly Forced[]): boolean {
  return beginning.every((force, index) => list[index] !== undefined && sameForce(force, list[index]));
}

function sameForce(one: Forced, other: Forced): boolean {
  return one.position === other.position && one.side === other.side && one.token === other.token;
}

/** By the first place where two lists differ; a list comes before those that begin with it. */
function compareLists(one: readonly Forced[], other: readonly Forced[]): number {
  for (const [index, force] of one.entries()) {
    const against = other[index];
    if (against === undefined) return 1;
    if (sameForce(force, against)) continue;
    return force.position - against.position || compareTexts(formatForced([force]), formatForced([against]));
  }
  return one.length - other.length;
}

function compareTexts(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
