import type { z } from "zod";

/** A word that steps may use: how it is written, what it means, and the schema of what follows it. */
export interface Word<Meaning> {
  /** Examples of lines that are understood. */
  readonly usage: readonly string[];
  readonly help: string;
  /** Reads the rest of the line; its value is what the word then means. */
  readonly read: z.ZodType<Meaning, string>;
}

/** Why a line of a step was not taken. */
export type WordProblem =
  | { type: "unknown-word"; word: string; known: readonly string[] }
  | { type: "bad-arguments"; text: string; usage: readonly string[]; reason?: string };

/** Reads a line by a table of words. */
export function readWord<Meaning>(
  table: Readonly<Record<string, Word<Meaning>>>,
  text: string,
): { ok: true; value: Meaning } | { ok: false; problem: WordProblem } {
  const [, word = "", rest = ""] = /^(\S*)\s*(.*)$/s.exec(text.trim()) ?? [];
  const row = Object.hasOwn(table, word) ? table[word] : undefined;
  if (row === undefined) {
    return { ok: false, problem: { type: "unknown-word", word, known: Object.keys(table) } };
  }
  const read = row.read.safeParse(rest);
  if (read.success) return { ok: true, value: read.data };
  const own = read.error.issues.find(({ code }) => code === "custom")?.message;
  const reason = own === undefined ? {} : { reason: own };
  return { ok: false, problem: { type: "bad-arguments", text: text.trim(), usage: row.usage, ...reason } };
}
