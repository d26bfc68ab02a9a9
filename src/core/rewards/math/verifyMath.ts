import { loadAlgebra } from "./algebra";
import type { Answer, Shape } from "./answer";
import { extractMath, type ExtractedMath, type Place } from "./extractMath";
import { BeyondLimits, LIMITS, type Excess } from "./limits";
import { normalise } from "./normalise";
import { parseAnswer } from "./parseAnswer";
import { AnswerComparison, type Comparison } from "./sameAnswer";
import type { Means } from "./sameExpression";

export interface VerifyOptions extends Comparison {
  /** Where the prediction's answer is looked for. */
  place: Place;
}

export const VERIFY_DEFAULTS: VerifyOptions = {
  place: "anywhere",
  places: 6,
  tolerance: 0,
  percent: "hundredths",
  ordered: false,
  inequalityForInterval: false,
};

export interface MathVerdict {
  same: boolean;
  /** What was compared, as it stood in the texts; absent where nothing was found. */
  gold?: string;
  prediction?: string;
  /** Of the reference. */
  shape?: Shape;
  /** How it was decided. */
  by:
    | Means
    | "text" // letter by letter, after normalisation
    | "shape" // by what kind of things they are
    | "no-answer" // the prediction has none
    | "no-reference" // the reference is empty
    | `beyond-${Excess}`; // refused, not computed
}

/**
 * Whether a prediction gives the same answer as the reference. Both are texts: answers are found in them (`extractMath`),
 * read (`parseAnswer`) and compared by shape, formulas at the leaves exactly first and by an algebra library last. Not
 * symmetric: `x = 5` is right where 5 is asked for, 5 + a = 7 is not where 7 is. Never throws for any text; may take
 * long, as the algebra library may: run it where it can be stopped.
 */
export async function verifyMath(
  gold: string,
  prediction: string,
  options: Partial<VerifyOptions> = {},
): Promise<MathVerdict> {
  const rules = { ...VERIFY_DEFAULTS, ...options };
  const expected = reference(gold);
  if (!expected) return { same: false, by: "no-reference" };
  const found = extractMath(prediction, rules.place) ?? bareText(expected, prediction, rules.place);
  if (!found) return { same: false, gold: expected.text, by: "no-answer" };
  const texts = { gold: expected.text, prediction: found.text };
  const [normalGold, normalGiven] = [normalised(expected), normalised(found)];
  if (normalGold === "") return { same: false, by: "no-reference" };
  if (normalGiven === "") return { same: false, gold: expected.text, by: "no-answer" };
  if (normalGold !== undefined && normalGold === normalGiven) return { same: true, ...texts, by: "text" };
  let shape: Shape | undefined;
  try {
    let [golds, given] = [readings(expected), readings(found)];
    if (golds.some(isText)) given = [...given, ...wordsOf(found)];
    else if (given.some(isText)) golds = [...golds, ...wordsOf(expected)];
    shape = golds[0]!.shape;
    const comparison = new AnswerComparison(rules);
    let same = false;
    for (const left of golds) {
      for (const right of given) same ||= await comparison.same(left, right);
    }
    return { same, ...texts, shape, by: comparison.by ?? "shape" };
  } catch (error) {
    if (!(error instanceof BeyondLimits)) throw error;
    return { same: false, ...texts, ...(shape && { shape }), by: `beyond-${error.excess}` };
  }
}

/** Undefined where it is too long to be looked at. */
function normalised({ text }: ExtractedMath): string | undefined {
  return text.length > LIMITS.answer ? undefined : normalise(text);
}

/** Loads the algebra library, so that the first comparison that needs it does not wait for it. */
export async function prepareMath(): Promise<void> {
  await loadAlgebra();
}

/** A reference's answer: found as in any text; a text without any is the answer itself. */
function reference(text: string): ExtractedMath | undefined {
  const whole = text.trim();
  return extractMath(text) ?? (whole === "" ? undefined : { text: whole, by: "whole", plain: true });
}

/** An answer that is the reference's own words, where there is no mathematics in either. */
function bareText(gold: ExtractedMath, prediction: string, place: Place): ExtractedMath | undefined {
  const whole = prediction.trim();
  const words = gold.by === "whole" && place === "anywhere" && whole !== "" && whole.length < 300;
  return words ? { text: whole, by: "whole", plain: true } : undefined;
}

function isText(answer: Answer): boolean {
  return answer.shape === "text";
}

/** Words without `\text` are names side by side, but words where the other answer is words. */
function wordsOf({ text }: ExtractedMath): Answer[] {
  return /^\p{L}[\p{L}' -]+$/u.test(text) ? [parseAnswer(`\\text{${text}}`)] : [];
}

/** What an answer may mean: in plain text `1,22` may be a decimal, and is tried as one too. */
function readings({ text, plain }: ExtractedMath): Answer[] {
  const spaced = text.replace(/(?<![\d.,])(\d{1,3})((?: \d{3})+)(?!\d)/g, (number) =>
    number.replaceAll(" ", ""),
  );
  const readings = [parseAnswer(spaced)];
  const decimal = /^([-+]?\d+),(\d+)(\D{0,10})$/.exec(spaced.trim());
  if (plain && decimal && !/^\d{3}$/.test(decimal[2]!)) {
    readings.push(parseAnswer(`${decimal[1]}.${decimal[2]}${decimal[3]}`));
  }
  return readings;
}
