import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bleu } from "./bleu";
import { readOptions } from "./readOptions";

const DEFAULTS = Object.fromEntries(Object.entries(bleu.options).map(([id, row]) => [id, row.default]));

describe("readOptions", () => {
  it.each([undefined, null, {}])("gives the defaults for %j", (given) => {
    expect(readOptions(bleu, given)).toEqual({ options: DEFAULTS, problems: [] });
  });

  it("takes values as files and as links have them", () => {
    const options = { ...DEFAULTS, maxOrder: 2, lowercase: true, tokenizer: "char", smoothingValue: 0.25 };
    const given = { maxOrder: 2, lowercase: true, tokenizer: "char", smoothingValue: 0.25 };
    expect(readOptions(bleu, given)).toEqual({ options, problems: [] });
    const texts = { maxOrder: "2", lowercase: "1", tokenizer: "char", smoothingValue: "0.25" };
    expect(readOptions(bleu, texts)).toEqual({ options, problems: [] });
  });

  it("clamps numbers and says so", () => {
    const { options, problems } = readOptions(bleu, { maxOrder: 99 });
    expect(options.maxOrder).toBe(8);
    expect(problems).toEqual([{ option: "maxOrder", type: "clamped", from: "99", to: "8" }]);
  });

  it("refuses what is of another kind, each by name", () => {
    const { options, problems } = readOptions(bleu, {
      maxOrder: NaN,
      lowercase: [true],
      tokenizer: "14a",
      smoothing: null,
      effectiveOrder: { valueOf: 1 },
    });
    expect(options).toEqual(DEFAULTS);
    expect(problems.map(({ option, type }) => `${option} ${type}`).sort()).toEqual([
      "effectiveOrder refused",
      "lowercase refused",
      "maxOrder refused",
      "smoothing refused",
      "tokenizer refused",
    ]);
  });

  it("names unknown options and drops them", () => {
    const { options, problems } = readOptions(
      bleu,
      JSON.parse('{"__proto__": 1, "toString": 2, "max_order": 3}'),
    );
    expect(options).toEqual(DEFAULTS);
    expect(problems.map(({ option, type }) => `${option} ${type}`)).toEqual([
      "__proto__ unknown",
      "toString unknown",
      "max_order unknown",
    ]);
  });

  it.each([[[1, 2]], ["maxOrder"], [7]])("refuses %j as a whole", (given) => {
    const { options, problems } = readOptions(bleu, given);
    expect(options).toEqual(DEFAULTS);
    expect(problems).toMatchObject([{ option: "", type: "refused" }]);
  });

  it("never throws and gives whole options whatever comes", () => {
    const names = fc.oneof(fc.constantFrom(...Object.keys(DEFAULTS)), fc.string());
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.dictionary(names, fc.anything())), (given) => {
        const { options } = readOptions(bleu, given);
        expect(Object.keys(options)).toEqual(Object.keys(DEFAULTS));
        for (const [id, value] of Object.entries(options)) expect(typeof value).toBe(typeof DEFAULTS[id]);
        expect(readOptions(bleu, options)).toEqual({ options, problems: [] });
      }),
    );
  });
});
