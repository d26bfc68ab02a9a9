import { BeyondLimits, LIMITS } from "./limits";

/** What an answer is made of. `text` of a command is its name without backslash, of `\text{…}` what is in it. */
export interface Token {
  readonly kind: "number" | "name" | "command" | "text" | "begin" | "end" | "sign";
  readonly text: string;
}

/** Words that plain mathematics writes without a backslash. */
const PLAIN_WORDS: Readonly<Record<string, string>> = Object.fromEntries([
  ...["sqrt", "sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "ln", "log", "exp", "pi"].map(
    (word) => [word, word],
  ),
  ...["arcsin", "arccos", "arctan"].map((word) => [word, word]),
  ...["inf", "infty", "infinity", "oo"].map((word) => [word, "infty"]),
]);

const THOUSANDS = /\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?/y;
const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+(?![\d.]))?/y;
const COMMAND = /\\([a-zA-Z]+)\*?/y;
const GROUP = /\s*\{([^{}]*)\}/y;
const WORD = /[a-zA-Z]+/y;
const LETTER = /\p{L}/uy;
/** Longer ones first. */
const SIGN = /\\\\|\\[{}|%]|\*\*|:=|[-+*/^_!=<>()[\]{}|,;:&']/y;

/** Cuts a normalised answer; undefined where a letter has no meaning in mathematics. */
export function tokens(text: string): Token[] | undefined {
  const found: Token[] = [];
  let depth = 0;
  let at = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const result = pattern.exec(text);
    if (result) at = pattern.lastIndex;
    return result;
  };
  const push = (kind: Token["kind"], value: string): void => {
    found.push({ kind, text: value });
    if (found.length > LIMITS.parts) throw new BeyondLimits("parts");
  };
  while (at < text.length) {
    if (/\s/.test(text[at]!)) {
      at++;
      continue;
    }
    const afterComma = found.at(-1)?.text === "," && text[at - 1] === ",";
    const thousands = depth === 0 && !afterComma ? match(THOUSANDS) : null;
    const number = thousands ?? match(NUMBER);
    if (number) {
      push("number", number[0].replaceAll(",", ""));
      continue;
    }
    const command = match(COMMAND);
    if (command) {
      const name = command[1]!;
      if (name !== "text" && name !== "begin" && name !== "end") push("command", name);
      else {
        const group = match(GROUP);
        if (!group) return undefined;
        push(name, group[1]!.trim());
      }
      continue;
    }
    const sign = match(SIGN)?.[0];
    if (sign) {
      if (sign === "(" || sign === "[" || sign === "\\{" || sign === "{") depth++;
      if (sign === ")" || sign === "]" || sign === "\\}" || sign === "}") depth--;
      if (depth > LIMITS.depth) throw new BeyondLimits("depth");
      push("sign", sign === "**" ? "^" : sign === ":=" ? "=" : sign);
      continue;
    }
    const word = match(WORD);
    if (word) {
      for (const part of words(word[0]))
        push(Object.hasOwn(PLAIN_WORDS, part) ? "command" : "name", PLAIN_WORDS[part] ?? part);
      continue;
    }
    const letter = match(LETTER);
    if (!letter) return undefined;
    push("name", letter[0]);
  }
  return found;
}

/** A word that means something is one, else its letters are names side by side. */
function words(text: string): readonly string[] {
  return Object.hasOwn(PLAIN_WORDS, text) ? [text] : [...text];
}
