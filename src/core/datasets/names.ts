import { FAMILIES } from "../tasks/problems/families";
import type { GeneratedFamily } from "./generatedRows";
import { datasetPreset } from "./presets";

/** Part of every place where this runs; named here because `core` is compiled without a platform's types. */
declare const URL: new (address: string) => unknown;

/** A data set as far as a link or a run can name it. */
export type NamedDataset =
  | { kind: "generated"; family: GeneratedFamily }
  | { kind: "preset"; preset: string }
  | { kind: "hub"; dataset: string; config: string; split: string }
  | { kind: "url"; url: string }
  /** A file on someone's disk: only the name is known. */
  | { kind: "file"; name: string }
  | { kind: "pasted" };

/** Characters of the longest name that is read. */
const LONGEST = 4000;
const LONGEST_FILE = 255;

/** Owner, name and split; a config may have more in it, and is written with what an address escapes. */
const PART = /^[\w-][\w.-]{0,95}$/;

/** The id under which links and runs name a data set; `parseDatasetName` reads it back. */
export function datasetId(named: NamedDataset): string {
  switch (named.kind) {
    case "generated":
      return named.family;
    case "preset":
      return named.preset;
    case "hub": {
      const { dataset, config, split } = named;
      return `hub:${dataset}/${encodeURIComponent(config)}/${encodeURIComponent(split)}`;
    }
    case "url":
      return `url:${named.url}`;
    case "file":
      return `file:${named.name}`;
    case "pasted":
      return "pasted";
  }
}

/** What an id names; undefined where it names nothing that there can be. Links are hostile: nothing is asked or opened. */
export function parseDatasetName(id: string): NamedDataset | undefined {
  if (id.length > LONGEST) return undefined;
  if (id === "pasted") return { kind: "pasted" };
  if (id === "both") return { kind: "generated", family: id };
  const family = FAMILIES.find((one) => one.id === id);
  if (family) return { kind: "generated", family: family.id };
  const preset = datasetPreset(id);
  if (preset) return { kind: "preset", preset: preset.id };
  const [, kind, rest = ""] = /^(hub|url|file):([^]*)$/.exec(id) ?? [];
  if (kind === "hub") return parseHub(rest);
  if (kind === "url") return isAddress(rest) ? { kind: "url", url: rest } : undefined;
  if (kind === "file") return isFileName(rest) ? { kind: "file", name: rest } : undefined;
  return undefined;
}

/** Whether a text can be the id of a data set on the Hub: owner/name. */
export function isHubDataset(text: string): boolean {
  const parts = text.split("/");
  return parts.length === 2 && parts.every((part) => PART.test(part) && !part.includes(".."));
}

/** Whether a text is an address that a data set can be asked of: http or https, without a login in it. */
export function isAddress(text: string): boolean {
  if (!/^https?:\/\/[^\s/?#@]+([/?#]\S*)?$/i.test(text)) return false;
  try {
    new URL(text);
  } catch {
    return false;
  }
  return !hasControl(text);
}

/** A file's name as an id can hold it: without what is no letter of it, marks that turn the direction of writing included. */
export function plainFileName(name: string): string {
  const plain = name
    .replace(/[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu, "")
    .replace(/[/\\]/g, "_");
  // Its ending says what it is.
  return plain.slice(-LONGEST_FILE) || "file";
}

function parseHub(rest: string): NamedDataset | undefined {
  const [owner, name, config, split, ...more] = rest.split("/");
  const dataset = `${owner}/${name}`;
  if (config === undefined || split === undefined || more.length > 0 || !isHubDataset(dataset))
    return undefined;
  const [plainConfig, plainSplit] = [unescaped(config), unescaped(split)];
  if (!isPart(plainConfig) || !isPart(plainSplit)) return undefined;
  return { kind: "hub", dataset, config: plainConfig, split: plainSplit };
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

function isPart(text: string): boolean {
  return text.length > 0 && text.length <= 200 && !hasControl(text);
}

function isFileName(text: string): boolean {
  return text.length > 0 && text.length <= LONGEST_FILE && !hasControl(text) && !/[/\\]/.test(text);
}

function hasControl(text: string): boolean {
  // Also marks that turn the direction of writing, which make names look like others.
  return /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(text);
}
