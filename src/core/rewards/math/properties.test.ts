import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exact } from "./exact";
import { parseAnswer } from "./parseAnswer";
import { compare, rational, type Rational } from "./rational";
import { verifyMath } from "./verifyMath";

/** A formula as it is written, and its value where it has one. */
interface Written {
  latex: string;
  value: Rational | undefined;
}

const number = fc
  .integer({ min: 0, max: 99 })
  .map((value): Written => ({ latex: String(value), value: rational(BigInt(value)) }));

/** Fractions, sums, products, powers of whole numbers, in brackets wherever that could matter. */
const constant: fc.Arbitrary<Written> = fc.letrec<{ any: Written }>((tie) => ({
  any: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    number,
    fc.tuple(tie("any"), tie("any")).map(([a, b]) => ({
      latex: `\\left(${a.latex} + ${b.latex}\\right)`,
      value:
        a.value && b.value && rational(a.value.n * b.value.d + b.value.n * a.value.d, a.value.d * b.value.d),
    })),
    fc.tuple(tie("any"), tie("any")).map(([a, b]) => ({
      latex: `(${a.latex} - ${b.latex})`,
      value:
        a.value && b.value && rational(a.value.n * b.value.d - b.value.n * a.value.d, a.value.d * b.value.d),
    })),
    fc.tuple(tie("any"), tie("any")).map(([a, b]) => ({
      latex: `{${a.latex}}\\cdot {${b.latex}}`,
      value: a.value && b.value && rational(a.value.n * b.value.n, a.value.d * b.value.d),
    })),
    fc.tuple(tie("any"), tie("any")).map(([a, b]) => ({
      latex: `\\frac{${a.latex}}{${b.latex}}`,
      value:
        a.value && b.value && b.value.n !== 0n
          ? rational(a.value.n * b.value.d, a.value.d * b.value.n)
          : undefined,
    })),
    tie("any").map((a) => ({
      latex: `\\left(${a.latex}\\right)^2`,
      value: a.value && rational(a.value.n ** 2n, a.value.d ** 2n),
    })),
  ),
})).any;

/** Formulas with names, as text. */
const formula: fc.Arbitrary<string> = fc.letrec<{ any: string }>((tie) => ({
  any: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom("x", "y", "n", "\\alpha", "\\pi", "2", "3", "0.5", "\\sqrt{2}", "f(x)"),
    fc.tuple(tie("any"), tie("any")).map(([a, b]) => `(${a} + ${b})`),
    fc.tuple(tie("any"), tie("any")).map(([a, b]) => `(${a} \\cdot ${b})`),
    fc.tuple(tie("any"), tie("any")).map(([a, b]) => `\\frac{${a}}{${b}}`),
    tie("any").map((a) => `\\left(${a}\\right)^{3}`),
    tie("any").map((a) => `\\sin\\left(${a}\\right)`),
  ),
})).any;

/** The same formula with spaces where TeX does not mind them. */
function spaced(latex: string, gaps: readonly number[]): string {
  let at = 0;
  return latex.replace(/(?<=[-+=(){}]|\\cdot )(?=[-+=({})\d])/g, () => " ".repeat(gaps[at++ % gaps.length]!));
}

const gaps = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 8 });

describe("exact arithmetic", () => {
  test("gives a formula of fractions its value, or none where something is divided by 0", () => {
    fc.assert(
      fc.property(constant, ({ latex, value }) => {
        const answer = parseAnswer(latex);
        if (answer.shape !== "number") throw new Error(`${latex} is read as ${answer.shape}`);
        const computed = exact(answer.expression);
        if (value === undefined) expect(computed).toBeUndefined();
        else expect(compare(computed!, value)).toBe(0);
      }),
    );
  });
});

describe("every formula", () => {
  test("is the same as itself, however it is spaced", async () => {
    await fc.assert(
      fc.asyncProperty(formula, gaps, async (latex, spaces) => {
        const verdict = await verifyMath(latex, `It is $${spaced(latex, spaces)}$.`);
        expect(verdict).toMatchObject({ same: true });
      }),
    );
  });

  test("is the same with the sides of sums and products exchanged", async () => {
    await fc.assert(
      fc.asyncProperty(formula, formula, async (a, b) => {
        expect(await verifyMath(`${a} + ${b}`, `$${b} + ${a}$`)).toMatchObject({ same: true });
        expect(await verifyMath(`(${a})(${b})`, `$(${b})\\cdot(${a})$`)).toMatchObject({ same: true });
        expect(await verifyMath(`\\{${a}, ${b}\\}`, `$\\{${b}, ${a}\\}$`)).toMatchObject({ same: true });
        expect(await verifyMath(`${a} < ${b}`, `$${b} > ${a}$`)).toMatchObject({ same: true });
      }),
      { numRuns: 50 },
    );
  });

  test("is another one than itself and 1", async () => {
    await fc.assert(
      fc.asyncProperty(formula, async (a) => {
        expect(await verifyMath(a, `$${a} + 1$`)).toMatchObject({ same: false });
      }),
      { numRuns: 50 },
    );
  });
});

test("no text throws", async () => {
  const parts = fc.constantFrom(
    ..."0123456789xyfei()[]{}|+-*/^_!=<>,;:.&%$\\ '\n".split(""),
    ...[
      "\\frac",
      "\\sqrt",
      "\\boxed{",
      "\\text{",
      "\\begin{pmatrix}",
      "\\end{pmatrix}",
      "\\\\",
      "\\left(",
      "\\pm",
    ],
    ...[
      "\\cup",
      "\\infty",
      "\\sum_{k=1}^{3}",
      "\\int_0^1",
      "dx",
      "\\sin",
      "\\log_",
      "\\%",
      " and ",
      "\\in",
      "\\{",
    ],
    ...[
      "\\}",
      "\\overline",
      "\\binom",
      "\\lfloor",
      "\\rfloor",
      "\\le",
      "\\approx",
      "√",
      "π",
      "∞",
      "²",
      "answer is ",
    ],
  );
  await fc.assert(
    fc.asyncProperty(fc.array(parts, { maxLength: 30 }), fc.array(parts, { maxLength: 30 }), async (a, b) => {
      const verdict = await verifyMath(a.join(""), `$${b.join("")}$`);
      expect(typeof verdict.same).toBe("boolean");
    }),
    { numRuns: 1000 },
  );
});
