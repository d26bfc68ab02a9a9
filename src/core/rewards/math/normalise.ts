import { withoutUnits } from "./units";

/** One spelling for each thing, in this order. Everything is linear in the text's length. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  // Thousands set apart: 1{,}000, 11,\! 111, 1\,000.
  [/(?<=\d)\s*\{\s*,\s*\}\s*(?=\d)/g, ","],
  [/,\s*\\!\s*(?=\d{3})/g, ","],
  [/(?<=\d)\\[,;: ]\s*(?=\d{3}(?!\d))/g, ""],
  [/(?<!\\)\\[!,;:> ]/g, " "],
  [/~|\u00a0|\u202f/g, " "],
  [/\\(?:displaystyle|textstyle|limits|left|right|middle|[bB]igg?[lrm]?|quad|qquad)(?![a-z])\.?/g, " "],
  [/\\q?quad(?=[a-zA-Z])/g, " "],
  [/\\[dtc]frac/g, "\\frac"],
  [/\\[dt]binom/g, "\\binom"],
  [
    /\\(?:mathrm|mathit|mathbf|mathsf|boldsymbol|bm|textbf|textit|textrm|mbox|hbox|rm|bf|operatorname)\*?(?![a-zA-Z])/g,
    "\\text",
  ],
  // Numbers and signs that have a letter of their own.
  [/[−–]/g, "-"],
  [/×|·|⋅|∗/g, "\\cdot "],
  [/÷/g, "/"],
  [/π/g, "\\pi "],
  [/∞/g, "\\infty "],
  [/≤|⩽|<=|=</g, "\\le "],
  [/≥|⩾|>=/g, "\\ge "],
  [/≠|!=/g, "\\ne "],
  [/≈/g, "\\approx "],
  [/∪/g, "\\cup "],
  [/∈/g, "\\in "],
  [/ℝ|\\Re(?![a-z])|\\R(?![a-zA-Z])/g, "\\mathbb{R}"],
  [/∖/g, "\\setminus "],
  [/±/g, "\\pm "],
  [/²/g, "^2"],
  [/³/g, "^3"],
  [/√\s*(\d+|[a-zA-Z])/g, "\\sqrt{$1}"],
  [/√\s*\(([^()]*)\)/g, "\\sqrt{$1}"],
  [/½/g, "\\frac{1}{2}"],
  [/¼/g, "\\frac{1}{4}"],
  [/¾/g, "\\frac{3}{4}"],
  [/(?<![\d.,/]|\d )(\d{1,4}) +(\d{1,3})\/(\d{1,3})(?![\d.])/g, "$1\\frac{$2}{$3}"],
  [/\\langle(?![a-z])/g, "("],
  [/\\rangle(?![a-z])/g, ")"],
  // What does not change a value: degrees, currencies.
  [/\^\s*(?:\\circ|\{\s*\\circ\s*\})|\\degree|\\textdegree|°/g, " "],
  [/\\[$€£]|[$€£]|\\(?:pounds|euro)(?![a-z])/g, ""],
  [/\\(?:text\s*\{\s*(?:percent|percentage|pct)\s*\})|\\%|%|\b(?:percent|percentage|pct)\b/g, "\\%"],
  // "and", "or" between answers.
  [
    /\\text\s*\{\s*,?\s*(?:and|or)\s*\}|(?<![a-zA-Z\\])(?:and|or)(?![a-zA-Z])|\\(?:lor|vee|land|wedge)(?![a-z])/g,
    ",",
  ],
  [/,(?:\s*,)+/g, ","],
];

/** A text in `\text{…}` behind a value, perhaps with an exponent: a unit or a remark. 2\text{e} and 2\text{x} are values. */
const TRAILING_TEXT =
  /(?<=(?:[\d})\]%]|\\pi)\s*)\\text\s*\{(?:[^{}]*[a-zA-Z][^{}]*[a-zA-Z][^{}]*|\s*[msghlLJNWVKA]\s*)\}(?:\s*\^\s*(?:\d|\{\s*-?\d\s*\}))?$/;

/** A system of equations without columns is a list. */
const CASES = /\\begin\{(?:cases|aligned)\}([^&]*?)\\end\{(?:cases|aligned)\}/g;

/**
 * An answer in the one spelling that the parser reads: LaTeX without layout, units, currencies and degrees, percent as
 * `\%`, "and" and "or" as commas.
 */
export function normalise(text: string): string {
  let plain = text.replace(CASES, (_, lines: string) => lines.replaceAll("\\\\", ","));
  for (const [pattern, replacement] of SPELLINGS) plain = plain.replace(pattern, replacement);
  plain = trimmed(plain);
  for (let before = ""; before !== plain;) {
    before = plain;
    plain = trimmed(withoutUnits(plain));
    plain = trimmed(plain.replace(TRAILING_TEXT, ""));
  }
  return plain;
}

const HEAD = /^(?:[\s,;:*"'`]|\.(?!\d))+/;
const TAIL = /[\s.,;:?*"'`]+$/;

function trimmed(text: string): string {
  return text.replace(HEAD, "").replace(TAIL, "");
}
