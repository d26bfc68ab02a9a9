import type { Expression } from "./expression";
import { BeyondLimits, LIMITS } from "./limits";

type Rows = readonly (readonly Expression[])[];

/** Every cell times a number. */
export function scaled(by: Expression, rows: Rows): Expression[][] {
  return rows.map((row) => row.map((cell) => ({ kind: "product", factors: [by, cell] })));
}

/** The product of two matrices; undefined where their sizes do not go together. */
export function matrixProduct(a: Rows, b: Rows): Expression[][] | undefined {
  if (a[0]?.length !== b.length) return undefined;
  const columns = b[0]?.length ?? 0;
  if (a.length * columns * b.length > LIMITS.items) throw new BeyondLimits("parts");
  return a.map((row) =>
    Array.from({ length: columns }, (_, column) => ({
      kind: "sum",
      terms: row.map((cell, at) => ({ kind: "product", factors: [cell, b[at]![column]!] })),
    })),
  );
}
