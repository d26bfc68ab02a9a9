import type { Token } from "../../../core/model";
import { piecesOf } from "./pieces";

/** A stretch of the prompt that is drawn alike. */
export interface PromptRun {
  kind: "text" | "mark" | "special";
  text: string;
}

/**
 * The prompt as few runs: neighbouring plain tokens together, special tokens, bytes that make no character and what is
 * invisible on their own.
 */
export function promptRuns(tokens: readonly Token[]): PromptRun[] {
  const runs: PromptRun[] = [];
  const add = (kind: PromptRun["kind"], text: string) => {
    const last = runs.at(-1);
    if (last?.kind === kind && kind !== "special") last.text += text;
    else runs.push({ kind, text });
  };
  for (const { from, display } of piecesOf(tokens)) {
    if (display.kind !== "text") {
      add("special", tokens[from]?.text ?? "");
      continue;
    }
    for (const { text, mark } of display.segments) {
      if (mark === undefined || mark.startsWith("·")) add("text", text);
      else {
        add("mark", mark);
        add("text", text);
      }
    }
  }
  return runs;
}
