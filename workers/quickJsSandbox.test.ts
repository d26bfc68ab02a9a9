import { beforeEach, describe, expect, test } from "vitest";
import { nodeSandbox } from "../tests/support/nodeSandbox";
import type { SandboxArguments } from "../src/core/rewards/sandbox";

const GIVEN: SandboxArguments = [
  "What is 6 × 7?",
  "It is \\boxed{42} 😀.",
  "42",
  { extracted: "42", tokens: 9, index: 3, row: { level: 2, big: 2n ** 60n, nested: [{ a: null }] } },
];

let starts = 0;
const sandbox = nodeSandbox(() => starts++);
beforeEach(() => void (starts = 0));

const run = (code: string, milliseconds = 2000, given = GIVEN) => sandbox.call(code, given, milliseconds);

describe("a person's code", () => {
  test.each([
    ["an arrow function", "(prompt, answer) => prompt.length + answer.length", 14 + 20],
    ["with helpers before it", "const half = (x) => x / 2;\n(p, a, r) => half(Number(r))", 21],
    ["a function named reward", "function reward(p, a, reference) { return +reference }", 42],
    ["a constant named reward", "const reward = (p, a, reference) => +reference;", 42],
    [
      "with the context",
      "(p, a, r, { extracted, tokens, index, row }) => extracted * 1e4 + tokens * 100 + index * 10 + row.level",
      420_932,
    ],
    [
      "with the row's fields",
      "(p, a, r, c) => (c.row.big === 2 ** 60 && c.row.nested[0].a === null ? 1 : 0)",
      1,
    ],
    ["with a regular expression", "(p, a) => Number(/\\\\boxed\\{(\\d+)\\}/.exec(a)[1])", 42],
  ])("is %s", async (_, code, value) => {
    expect(await run(code)).toEqual({ type: "number", value });
  });

  test("gets undefined for a reference that is not there", async () => {
    const outcome = await run("(p, a, r) => (r === undefined ? 1 : 0)", 2000, ["p", "a", undefined, {}]);
    expect(outcome).toEqual({ type: "number", value: 1 });
  });

  test("begins from nothing with every answer", async () => {
    const code =
      "globalThis.seen ??= 0; Array.prototype.extra ??= 0; () => ++globalThis.seen + ++Array.prototype.extra";
    expect([await run(code), await run(code)]).toEqual(Array(2).fill({ type: "number", value: 2 }));
  });

  test("gets an answer of 100 000 characters", async () => {
    const outcome = await run("(p, a) => a.length", 2000, ["p", "ab😀".repeat(25_000), "", null]);
    expect(outcome).toEqual({ type: "number", value: 100_000 });
  });

  test.each([
    ["NaN", "() => NaN", { type: "number", value: NaN }],
    ["∞", "() => 1 / 0", { type: "number", value: Infinity }],
    ["a text", "() => '1'", { type: "other", kind: "string" }],
    ["true", "() => true", { type: "other", kind: "boolean" }],
    ["nothing", "() => {}", { type: "other", kind: "undefined" }],
    ["an object", "() => ({})", { type: "other", kind: "object" }],
    ["null", "() => null", { type: "other", kind: "object" }],
    ["a whole number of any length", "() => 1n", { type: "other", kind: "bigint" }],
    ["a promise", "async () => 1", { type: "other", kind: "promise" }],
    ["a promise that failed", "async () => { throw 1 }", { type: "other", kind: "promise" }],
    ["a promise that waits", "() => new Promise(() => {})", { type: "other", kind: "promise" }],
  ])("may return %s, which is told as it is", async (_, code, outcome) => {
    expect(await run(code)).toEqual(outcome);
  });
});

describe("an error", () => {
  test.each([
    ["thrown", "(p) => {\n  throw new Error('bad');\n}", "Error: bad", 2],
    [
      "of a type",
      "(p) => {\n\n  return p.\n    foo.bar;\n}",
      "TypeError: cannot read property 'bar' of undefined",
      4,
    ],
    [
      "in a helper",
      "const f = () => {\n  return nothing;\n};\n() => f()",
      "ReferenceError: 'nothing' is not defined",
      2,
    ],
    ["before the function", "\nnull.x;\n() => 1", "TypeError: cannot read property 'x' of null", 2],
    ["of syntax", "() => {\n  return ((};\n}", "SyntaxError: unexpected token in expression: '}'", 2],
  ])("%s names its line", async (_, code, message, line) => {
    expect(await run(code)).toEqual({
      type: "threw",
      message,
      at: { line, column: expect.any(Number) as number },
    });
  });

  test("names the column too", async () => {
    expect(await run("() => 1 +")).toMatchObject({ at: { line: 1, column: 10 } });
  });

  test.each([
    ["a text", "() => { throw 'no' }", "no"],
    ["nothing", "() => { throw undefined }", "undefined"],
    ["a symbol", "() => { throw Symbol() }", "a symbol"],
    ["an object", "() => { throw {} }", "an object"],
    ["of 100 000 characters", "() => { throw 'x'.repeat(1e5) }", "x".repeat(1000)],
  ])("may be %s", async (_, code, message) => {
    expect(await run(code)).toEqual({ type: "threw", message });
  });

  test("is told of code that gives no function", async () => {
    expect(await run("1 + 1")).toMatchObject({
      type: "threw",
      message: expect.stringMatching(/function/) as string,
    });
    expect(await run("")).toMatchObject({ type: "threw" });
  });
});

describe("code that means ill", () => {
  test.each([
    ["loops", "() => { for (;;); }"],
    ["loops before the function is there", "for (;;);"],
    ["catches its own end", "() => { for (;;) try { for (;;); } catch {} finally { continue } }"],
    ["backtracks without end", "() => /^(a+)+$/.test('a'.repeat(50) + 'b') ? 1 : 0"],
    ["loops where its error is read", "() => { throw { get message() { for (;;); } } }"],
    [
      "fills the memory again and again",
      "() => { for (;;) try { const a = []; for (;;) a.push(new Array(1000).fill(1)) } catch {} }",
    ],
  ])("that %s meets the time limit", async (_, code) => {
    expect(await run(code, 200)).toEqual({ type: "time-limit" });
  });

  test.each([
    ["calls itself for ever", "() => { const f = (n) => f(n + 1) + 1; return f(0) }", /stack overflow/],
    ["wants a gigabyte", "() => new Uint8Array(2 ** 30).length", /out of memory/],
    ["wants a long text", "() => 'a'.repeat(2 ** 29).length", /out of memory/],
    ["nests deeper than the parser can", `() => ${"(".repeat(50_000)}1${")".repeat(50_000)}`, /stack/],
    ["hands the parser deep JSON", "() => JSON.parse('['.repeat(100000)).length", /stack/],
  ])("that %s gets an error", async (_, code, message) => {
    const outcome = await run(code);
    expect(outcome).toMatchObject({ type: "threw", message: expect.stringMatching(message) as string });
  });

  test("that breaks the interpreter gets a fresh one, and the next call does not notice", async () => {
    await run("() => 1");
    starts = 0;
    await run("() => JSON.parse('['.repeat(100000)).length");
    expect(await run("() => 1")).toEqual({ type: "number", value: 1 });
    expect(starts).toBe(1);
  });

  test("finds no network, page, storage, clock, luck or way out", async () => {
    const names = [
      "fetch",
      "XMLHttpRequest",
      "WebSocket",
      "importScripts",
      "self",
      "window",
      "document",
      "localStorage",
      "indexedDB",
      "caches",
      "navigator",
      "process",
      "require",
      "Deno",
      "Worker",
      "postMessage",
      "Date",
      "performance",
      "setTimeout",
      "WebAssembly",
      "console",
    ];
    const found = names.map((name) => `(typeof ${name} === "undefined" ? 0 : 1)`).join(" + ");
    expect(await run(`() => ${found}`)).toEqual({ type: "number", value: 0 });
    expect(await run("() => Math.random()")).toMatchObject({
      type: "threw",
      message: "TypeError: not a function",
    });
    const escape =
      '(p) => p.constructor.constructor(\'return typeof process === "undefined" && typeof fetch === "undefined" ? 1 : 0\')()';
    expect(await run(escape)).toEqual({ type: "number", value: 1 });
    expect(await run("async () => import('fs')")).toEqual({ type: "other", kind: "promise" });
  });
});

describe("a check", () => {
  test("finds nothing wrong with code that gives a function, and does not call it", async () => {
    expect(await sandbox.check("() => { throw 1 }", 1000)).toBeUndefined();
  });

  test.each([
    ["() => {", "threw"],
    ["42", "threw"],
    ["for (;;);", "time-limit"],
  ])("of %j says what is wrong", async (code, type) => {
    expect(await sandbox.check(code, 100)).toMatchObject({ type });
  });
});
