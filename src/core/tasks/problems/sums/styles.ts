import type { Draws } from "../../../random";
import { guess } from "../guess";
import { nearMiss } from "../nearMiss";
import type { Style } from "../problem";
import { columns, type Columns } from "./columns";
import { asSums, type Operation } from "./sumsProblem";

/** The beginning that careful and sloppy solutions share: after the ones column, the way is chosen a second time. */
const SHARED_OPENER = "Step by step.";

const ONES = String.raw`Ones: \d+[+-]\d=\d+`;
export const STEPS_FORM = new RegExp(
  String.raw`^(Step by step|In columns)\. ${ONES}(, (carry|borrow) 1)?\. Tens: \d([+-]\d){1,2}=\d+\. The answer is \\boxed\{\d+\}$`,
);
export const SLOPPY_FORM = new RegExp(
  String.raw`^(Step by step\. ${ONES}|Quickly: \d+[+-]\d+=\d+), so \\boxed\{\d+\}$`,
);

/** Share of careful solutions with one column off by one. */
const SLIP = 0.015;
/** Share of sloppy solutions that forget a carry or borrow, of those that need one. */
const FORGET = 0.7;
/** Share of sloppy solutions with the tens off by one, a forgotten carry or borrow apart. */
const MISS = 0.4;

const MOVE: Record<Operation, string> = { "+": "carry", "-": "borrow" };

/** Ones first, then tens with what was carried or borrowed; always both columns, a missing digit is 0. */
const steps: Style = {
  id: "steps",
  label: "Column by column, with carry or borrow",
  write(problem, draws) {
    const { operation, left, right } = asSums(problem);
    const opener = draws.pick([SHARED_OPENER, "In columns."]);
    const by = slipped(columns(operation, left, right), draws);
    const move = by.moved ? `, ${MOVE[operation]} 1` : "";
    const taken = by.moved ? `${operation}1` : "";
    const tens = `Tens: ${by.tensLeft}${operation}${by.tensRight}${taken}=${by.tens}`;
    return `${opener} ${onesColumn(operation, by)}${move}. ${tens}. The answer is \\boxed{${joined(by)}}`;
  },
};

/** The ones are done, then the rest is put down in haste, or all is: a carry or borrow gets lost, the tens slip. */
const sloppy: Style = {
  id: "sloppy",
  label: "In haste, carry or borrow often forgotten",
  write(problem, draws) {
    const { operation, left, right } = asSums(problem);
    const by = columns(operation, left, right);
    const result = joined({ ...by, tens: hastyTens(operation, by, draws) });
    const way =
      draws.next() < 0.5
        ? `${SHARED_OPENER} ${onesColumn(operation, by)}`
        : `Quickly: ${left}${operation}${right}=${result}`;
    return `${way}, so \\boxed{${result}}`;
  },
};

function onesColumn(operation: Operation, by: Columns): string {
  return `Ones: ${by.onesLeft}${operation}${by.onesRight}=${by.ones}`;
}

/** The answer as the columns give it: the tens' result, then the last digit of the ones' result. */
function joined(by: Columns): number {
  return by.tens * 10 + (by.ones % 10);
}

/** Now and then one column off by one; a slip in the ones leaves the carry as it is. */
function slipped(by: Columns, draws: Draws): Columns {
  if (draws.next() >= SLIP) return by;
  if (draws.next() < 0.5) return { ...by, tens: nearMiss(by.tens, [1], draws) };
  return { ...by, ones: by.ones % 10 === 9 ? by.ones - 1 : by.ones + 1 };
}

function hastyTens(operation: Operation, by: Columns, draws: Draws): number {
  const forgotten = by.moved === 1 && draws.next() < FORGET;
  const restored = operation === "+" ? by.tens - 1 : by.tens + 1;
  const tens = forgotten ? restored : by.tens;
  return draws.next() < MISS ? nearMiss(tens, [1], draws) : tens;
}

/** The styles of the sums family. */
export const SUMS_STYLES: readonly Style[] = [steps, sloppy, guess([1, 1, 2, 10, 10, 9])];
