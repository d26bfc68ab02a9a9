/** A reason of a policy that compares a size with a bound, taken apart. */
export interface ReasonNumbers {
  /** Before the name: "mean", "average", or nothing. */
  before: string;
  /** What is compared, as the policy calls it: "JS", "H(A)". */
  name: string;
  /** In the unit of the compared size; nats for divergences and entropies. */
  signal: number;
  sign: ">" | "<" | "=" | "≥";
  bound: number;
  /** What follows: ", 1 of 3 spent". */
  after: string;
}

/**
 * The numbers in a reason that `hysteresisRule` or the budget wrote, so that they can be shown in another unit; runs and
 * files keep the reason as it is.
 *
 * @returns undefined for every other reason ("by hand", "drawn by the seed")
 */
export function reasonNumbers(reason: string, names: readonly string[]): ReasonNumbers | undefined {
  const parts = /^(.+) (\S+) ([><=≥]) ([^\s,]+)(,.*)?$/.exec(reason);
  if (parts === null) return undefined;
  const [, said = "", signal = "", sign = "", bound = "", after = ""] = parts;
  const name = names.find((one) => said === one || said.endsWith(` ${one}`));
  const numbers = { signal: sizeOf(signal), bound: sizeOf(bound) };
  if (name === undefined || Number.isNaN(numbers.signal) || Number.isNaN(numbers.bound)) return undefined;
  const before = said.slice(0, said.length - name.length).trim();
  return { before, name, ...numbers, sign: sign as ReasonNumbers["sign"], after };
}

function sizeOf(figure: string): number {
  if (figure === "∞") return Infinity;
  return Number(figure);
}
