import type { LanguageModel, Token, TokenId } from "../../model";
import type { Side } from "../../side";
import { repetition } from "./repetition";

export type SwitchEndReason =
  "end-of-text" | "stop-string" | "repetition" | "max-tokens" | "context-full" | "stopped";

export interface EndingOptions {
  /** Ids that end an answer, of either model. */
  endOfText: ReadonlySet<TokenId>;
  /** Solution tokens, at most. */
  maxTokens: number;
  /** Solution tokens that both contexts have room for. */
  room: number;
  /** The text ends with the token that completes one of these. */
  stopStrings: readonly string[];
  /** Needed for stop strings only. */
  decode: (ids: readonly TokenId[]) => string | Promise<string>;
  /** How a token looks, where that is known: most tokens cannot complete a stop string, and then nothing is decoded. */
  look?: (id: TokenId) => Token | undefined;
  /** Whether to end a text that only repeats itself. */
  endRepetition: boolean;
}

/** How an answer of two models ends that follows a prompt of so many tokens. */
export function endingsOf(
  { a, b }: Record<Side, LanguageModel>,
  promptLength: number,
  settings: Pick<EndingOptions, "maxTokens" | "stopStrings" | "endRepetition">,
): EndingOptions {
  return {
    ...settings,
    endOfText: new Set([...a.info.endOfText, ...b.info.endOfText]),
    room: Math.min(a.info.contextLength, b.info.contextLength) - promptLength,
    decode: (ids) => a.decode(ids),
  };
}

/** Every character of a stop string could be several tokens; one that ends in the middle of a character is looked at too. */
const TOKENS_PER_CHARACTER = 4;

/**
 * Why a solution ends after its last token; undefined if it goes on. Depends on the tokens alone, so that it is the
 * same however they were written.
 */
export async function ending(
  solution: readonly TokenId[],
  options: EndingOptions,
): Promise<Exclude<SwitchEndReason, "stopped"> | undefined> {
  const last = solution.at(-1);
  if (last !== undefined && options.endOfText.has(last)) return "end-of-text";
  if (await endsWithStop(solution, options)) return "stop-string";
  if (options.endRepetition && repetition(solution)) return "repetition";
  if (solution.length >= options.maxTokens) return "max-tokens";
  if (solution.length >= options.room) return "context-full";
  return undefined;
}

/** Whether the last token completed a stop string: one ends within what the token added to the text. */
async function endsWithStop(
  solution: readonly TokenId[],
  { stopStrings, decode, look }: EndingOptions,
): Promise<boolean> {
  const strings = stopStrings.filter((text) => text !== "");
  const last = solution.at(-1);
  if (strings.length === 0 || last === undefined) return false;
  const added = look?.(last);
  if (added?.kind === "text" && !strings.some((stop) => canEndIn(stop, added.text))) return false;
  const longest = Math.max(...strings.map((text) => text.length));
  const tail = solution.slice(-(longest * TOKENS_PER_CHARACTER + 1));
  const text = await decode(tail);
  const found = strings.filter((stop) => text.includes(stop));
  if (found.length === 0) return false;
  const before = tail.length > 1 ? await decode(tail.slice(0, -1)) : "";
  let stood = 0;
  while (stood < before.length && before[stood] === text[stood]) stood++;
  return found.some((stop) => text.lastIndexOf(stop) + stop.length > stood);
}

/** Whether a text that ends with `added` can contain `stop` as it could not without it. */
function canEndIn(stop: string, added: string): boolean {
  for (let from = 0; from < stop.length; from++) {
    if (from === 0 ? added.includes(stop) : added.startsWith(stop.slice(from))) return true;
  }
  return false;
}
