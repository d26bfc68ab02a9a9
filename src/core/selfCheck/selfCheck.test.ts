import { describe, expect, test } from "vitest";
import { prefixHashLogits, type LogitsOf } from "../../backends/table/logits";
import { TableModel, type TableOptions } from "../../backends/table/tableModel";
import { TableTokenizer } from "../../backends/table/tableTokenizer";
import { logSoftmax } from "../distribution/logSoftmax";
import { js } from "../divergence/js";
import { ExpectedError } from "../errors";
import type { Session, TokenId } from "../model";
import { differences } from "./differences";
import { LISTED, makeReference, PLAIN_TEXTS, referenceRow } from "./makeReference";
import { parseReference } from "./parseReference";
import { selfCheck } from "./selfCheck";
import { toleranceOf } from "./tolerance";

const tokenizer = new TableTokenizer(["How", " many", "?", " one", " two"]);
const right = prefixHashLogits(1, tokenizer.vocabSize, 6);

const table = (logits: LogitsOf = right, more: Partial<TableOptions> = {}) =>
  new TableModel({ tokenizer, logits, ...more });

/** The right logits with one changed by `shift` after prefixes of at least `length` tokens. */
const shifted =
  (shift: number, length = 0): LogitsOf =>
  (prefix) => {
    const logits = right(prefix).slice();
    if (prefix.length >= length) logits[42] = (logits[42] as number) + shift;
    return logits;
  };

/** Counts up by one with every look. */
function ticking(): () => number {
  let now = 0;
  return () => now++;
}

describe("the self-check", () => {
  test("passes the model that the reference values are of, with no difference at all", async () => {
    const reference = await makeReference(table(), PLAIN_TEXTS, "itself");
    const result = await selfCheck(table(), reference, ticking());
    expect(result).toMatchObject({ passed: true, made: "itself", texts: 4, milliseconds: 1 });
    expect(result.distributions).toBe(4 * 3 * 2);
    expect(result.largest.probability).toBe(0);
    expect(result.largest.js).toBeLessThan(1e-12);
  });

  test("reference values survive their file", async () => {
    const reference = await makeReference(table(), PLAIN_TEXTS, "itself");
    expect(parseReference(JSON.parse(JSON.stringify(reference)))).toEqual(reference);
  });

  test("passes what rounding changes, and fails what it does not, naming text and position", async () => {
    const reference = await makeReference(table(), ["How many?", "How many? one two"], "float64");
    const wide =
      (shift: number): LogitsOf =>
      (prefix) =>
        right(prefix).map((logit, id) => logit + shift * Math.sin(id));
    expect((await selfCheck(table(wide(1e-5)), reference, ticking())).passed).toBe(true);
    const wrong = await selfCheck(table(wide(0.1)), reference, ticking());
    expect(wrong.passed).toBe(false);
    expect(wrong.largest.logprob).toBeGreaterThan(0.05);
    expect(reference.texts.map(({ text }) => text)).toContain(wrong.at.text);
    expect(wrong.at.position).toBeGreaterThan(0);
  });

  test("sees an error that only one of many texts shows", async () => {
    const texts = ["How many?", "How many? one two one two one two one two"];
    const reference = await makeReference(table(), texts, "float64");
    const result = await selfCheck(table(shifted(25, 9)), reference, ticking());
    expect(result).toMatchObject({ passed: false, at: { text: texts[1] } });
    expect(result.largest.probability).toBeGreaterThan(0.4);
  });

  test("sees an error that only decoding token by token shows", async () => {
    const reference = await makeReference(table(), ["How many? one two"], "float64");
    class WrongCache extends TableModel {
      override async open(prefix: readonly TokenId[]): Promise<Session> {
        // A cache that was filled with what another prompt left in it.
        return super.open(prefix.map((id, index) => (index === 0 ? id + 1 : id)));
      }
    }
    const wrong = new WrongCache({ tokenizer, logits: right });
    const result = await selfCheck(wrong, reference, ticking());
    expect(result).toMatchObject({ passed: false, at: { way: "step" } });
  });

  test("fails a model whose logits are no numbers", async () => {
    const reference = await makeReference(table(), ["How many?"], "float64");
    const result = await selfCheck(
      table((prefix) => right(prefix).fill(NaN)),
      reference,
      ticking(),
    );
    expect(result).toMatchObject({ passed: false, largest: { probability: 1, logprob: Infinity } });
  });

  test("passes on what the model cannot do instead of calling it wrong", async () => {
    const reference = await makeReference(table(), ["How many?"], "float64");
    const lost = table(right, { failAt: { call: 2, code: "device-lost" } });
    await expect(selfCheck(lost, reference, ticking())).rejects.toMatchObject({ code: "device-lost" });
    const other = new TableModel({ tokenizer: new TableTokenizer([]), logits: right });
    await expect(selfCheck(other, reference, ticking())).rejects.toMatchObject({
      code: "vocabulary-mismatch",
    });
  });

  test("allows less precise numbers more, in every respect", () => {
    const [fp32, fp16, q4] = [toleranceOf("fp32"), toleranceOf("fp16"), toleranceOf("q4")];
    for (const name of ["probability", "logprob", "js"] as const) {
      expect(fp32[name]).toBeLessThan(fp16[name]);
      expect(fp16[name]).toBeLessThan(q4[name]);
    }
    expect(toleranceOf("something new")).toEqual(fp32);
  });
});

describe("differences", () => {
  const p = logSoftmax(right([1, 2]));

  test("are what the definitions say, with the rest as one outcome", () => {
    const q = logSoftmax(Float32Array.from(p, (value, id) => value + 0.3 * Math.cos(id)));
    const row = referenceRow(p);
    const found = differences(q, row);
    expect(row.ids).toHaveLength(LISTED);
    const logprob = Math.max(...row.ids.map((id) => Math.abs((q[id] ?? 0) - (p[id] ?? 0))));
    expect(found.logprob).toBeCloseTo(logprob, 6);
    const merged = (x: Float32Array) => {
      const rest = Array.from(x, Math.exp).filter((_, id) => !row.ids.includes(id));
      const mass = rest.reduce((sum, value) => sum + value, 0);
      return Float64Array.from([...row.ids.map((id) => x[id] as number), Math.log(mass)]);
    };
    expect(found.js).toBeCloseTo(js(merged(p), merged(q)), 6);
    expect(found.js).toBeLessThanOrEqual(js(p, q) + 1e-9);
  });

  test("are infinite in log-probability where a likely token has become impossible or is no number", () => {
    const row = referenceRow(p);
    const [first] = row.ids as [number];
    for (const wrong of [-Infinity, NaN]) {
      const q = p.slice();
      q[first] = wrong;
      expect(differences(q, row).logprob).toBe(Infinity);
    }
  });
});

describe("a file of reference values", () => {
  const valid = {
    format: "rl-on-off/self-check",
    version: 1,
    made: "by hand",
    vocabSize: 10,
    texts: [{ text: "x", ids: [1, 2], from: 1, rows: [{ ids: [3], logprobs: [0], rest: null }] }],
  };
  const [text] = valid.texts as [(typeof valid.texts)[0]];

  test.each([
    ["nothing", null],
    ["another format", { ...valid, format: "something" }],
    ["a newer version", { ...valid, version: 2 }],
    ["no texts", { ...valid, texts: [] }],
    ["fewer rows than positions", { ...valid, texts: [{ ...text, from: 0 }] }],
    [
      "a probability above 1",
      { ...valid, texts: [{ ...text, rows: [{ ids: [3], logprobs: [1], rest: null }] }] },
    ],
    [
      "ids without values",
      { ...valid, texts: [{ ...text, rows: [{ ids: [3, 4], logprobs: [0], rest: null }] }] },
    ],
  ])("with %s is refused by name", (_, json) => {
    expect(parseReference(valid)).toEqual(valid);
    expect(() => parseReference(json)).toThrow(ExpectedError);
  });
});
