import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { switchedRun } from "../../../../tests/support/switchedRun";
import { ExpectedError } from "../../errors";
import { Draws } from "../../random";
import type { SwitchedRun } from "./run";
import { isRunFile, readRunFile, writeRunFile } from "./runFile";

const run = await switchedRun();
const text = writeRunFile(run, "#/switch?seed=7");

/** A file as JSON has it, to be changed by hand. */
interface Editable {
  digest: string;
  version: number;
  a: { vocabSize: number };
  b: { vocabSize: number };
  prompt: { ids: number[] };
  tokens: { id: number }[];
  settings: { seed: number; maxTokens: number; choice: { policy: string; own: Record<string, number> } };
  answers: Record<"a" | "b" | "switched" | "control", { positions: EditablePosition[] }>;
}
interface EditablePosition {
  token: number;
  author: string;
  forced?: string;
  luck: number;
  drawA: number;
  drawB: number;
  switch?: { from: string; to: string };
  statistics?: Record<string, number | null>;
  candidates?: { id: number; logprobA: number; rankA: number }[];
}

function changed(change: (file: Editable) => void) {
  const file = JSON.parse(text) as Editable;
  change(file);
  return readRunFile(file);
}

describe("a file of a switched run", () => {
  test("gives back the same run, its link, and that its digest fits", () => {
    const contents: unknown = JSON.parse(text);
    expect(isRunFile(contents)).toBe(true);
    const opened = readRunFile(contents);
    expect(opened.run).toEqual(run);
    expect(opened).toMatchObject({
      link: "#/switch?seed=7",
      ownDigest: { type: "reproduced" },
      remarks: [],
      digest: { count: run.answers.switched!.positions.length },
    });
    expect(JSON.parse(writeRunFile(opened.run, opened.link))).toEqual(contents);
  });

  test("holds infinities, answers that are not written yet, and no digest where nothing was read by both", () => {
    const { switched, ...rest } = run.answers;
    const [first, ...others] = switched!.positions;
    const judged = first!.judged!;
    const statistics = { ...judged.statistics, klAB: Infinity, logprobB: -Infinity };
    const odd: SwitchedRun = {
      ...run,
      answers: { switched: { positions: [{ ...first!, judged: { ...judged, statistics } }, ...others] } },
    };
    expect(readRunFile(JSON.parse(writeRunFile(odd))).run).toEqual(odd);
    for (const answers of [{}, { a: rest.a! }, { switched: { positions: [] } }]) {
      const opened = readRunFile(JSON.parse(writeRunFile({ ...run, answers })));
      expect(opened.run.answers).toEqual(answers);
      expect([opened.digest, opened.ownDigest]).toEqual([undefined, undefined]);
    }
  });

  test("whose numbers were changed contradicts its candidates and its digest", () => {
    const { ownDigest, remarks } = changed(({ answers }) => {
      for (const { statistics } of answers.switched.positions) statistics!.js = 0.6;
    });
    expect(ownDigest).toMatchObject({ type: "differs", what: "numbers", measures: ["js"] });
    expect(remarks).toMatchObject([{ type: "contradiction", statistic: "js", value: 0.6 }]);
    const damaged = changed((file) => (file.digest = `${file.digest}!`));
    expect([damaged.digest, damaged.remarks]).toEqual([undefined, [{ type: "digest-damaged" }]]);
  });

  test.each<[(file: Editable) => unknown, RegExp]>([
    [(file) => (file.version = 2), /not the form/],
    [(file) => (file.settings.choice.policy = "mine"), /not the form/],
    [(file) => Reflect.set(file.settings.choice.own, "constructor", 1), /not the form/],
    [(file) => (file.settings.seed = -1), /not the form/],
    [(file) => (file.answers.b.positions[2]!.luck = 1), /not the form/],
    [(file) => delete file.answers.b.positions[2]!.candidates, /not the form/],
    [(file) => (file.b.vocabSize += 1), /token ids must mean the same/],
    [(file) => (file.prompt.ids[0] = file.a.vocabSize), /\(in the prompt\) is not within the vocabulary/],
    [
      (file) => (file.answers.switched.positions[4]!.token = file.a.vocabSize),
      /at position 4 of the switched answer\) is not within/,
    ],
    [
      (file) => (file.answers.b.positions[5]!.token = 3),
      /position 5 of the answer of B, B draws token \d+, but 3 stands there/,
    ],
    [
      ({ answers }) => (answers.switched.positions.find((one) => one.switch)!.switch!.to = "a"),
      /the switch is from A to A, but B writes/,
    ],
    [
      ({ answers }) => (answers.switched.positions[1]!.statistics!.js = 1e300),
      /js is 1e\+300 at position 1 of the switched answer; it must lie within 0 … 0.6931/,
    ],
    [({ answers }) => (answers.control.positions[1]!.candidates![0]!.rankA = 0), /0 is no rank/],
    [(file) => (file.tokens = []), /Token \d+ \(in the prompt\) is not among its tokens/],
    [
      (file) => {
        const { token } = file.answers.b.positions[3]!;
        file.tokens = file.tokens.filter(({ id }) => id !== token);
      },
      /is not among its tokens: nothing says what text it is/,
    ],
  ])("that nothing can have written is refused by name (%#)", (change, message) => {
    const failing = () => changed(change);
    expect(failing).toThrow(ExpectedError);
    expect(failing).toThrow(message);
  });

  test("says where its form is wrong", () => {
    try {
      changed((file) => (file.answers.b.positions[2]!.luck = 7));
      expect.unreachable();
    } catch (error) {
      expect((error as ExpectedError).detail).toMatch(/at answers.b.positions.2.luck/);
    }
  });
});

const MUTATIONS = 10_000;

/** One to three damages to the text, or to what it says. */
function mutated(draws: Draws): unknown {
  if (draws.integer(0, 3) === 0) {
    const at = draws.integer(0, small.length - 1);
    const length = draws.integer(0, 30);
    const put = ["", "0", "-1", "1e999", "null", '"', "{", "[]", "99999999999", "__proto__"][
      draws.integer(0, 9)
    ];
    try {
      return JSON.parse(small.slice(0, at) + put + small.slice(at + length));
    } catch {
      return undefined; // whoever opens files says that it is no JSON
    }
  }
  const file: unknown = JSON.parse(small);
  for (let times = draws.integer(1, 3); times > 0; times--) damage(file, draws);
  return file;
}

/** A short file, so that many can be read. */
const small = writeRunFile({
  ...run,
  answers: {
    switched: { ...run.answers.switched!, positions: run.answers.switched!.positions.slice(0, 4) },
    b: { positions: run.answers.b!.positions.slice(0, 2) },
  },
});

const ODD: readonly unknown[] = [
  ...[null, -1, 0, 1.5, 1e300, 2 ** 53, true, "", "a", "b", "x".repeat(2000), [], {}, [[]]],
  ...[{ length: 1e9 }, "constructor", "\ud800"],
];

/** Something in a tree of values is removed, doubled, renamed or another. */
function damage(root: unknown, draws: Draws): void {
  let node = root as Record<string, unknown>;
  for (;;) {
    const keys = Object.keys(node);
    const key = keys[draws.integer(0, Math.max(0, keys.length - 1))];
    if (key === undefined) return;
    const child = node[key];
    if (typeof child === "object" && child !== null && draws.integer(0, 4) > 0) {
      node = child as Record<string, unknown>;
      continue;
    }
    const how = draws.integer(0, 3);
    if (how === 0) delete node[key];
    else if (how === 1) node[["__proto__x", "toString", "0", "token"][draws.integer(0, 3)]!] = child;
    else node[key] = ODD[draws.integer(0, ODD.length - 1)];
    return;
  }
}

test(`${MUTATIONS} damaged runs end in a named error or are read`, () => {
  const counts = { read: 0, refused: 0, odd: 0 };
  for (let mutation = 0; mutation < MUTATIONS; mutation++) {
    const contents = mutated(new Draws(2, "test", mutation));
    if (!isRunFile(contents)) {
      counts.odd++;
      continue;
    }
    try {
      const { run: read } = readRunFile(contents);
      const written = writeRunFile(read);
      expect(writeRunFile(readRunFile(JSON.parse(written)).run) === written).toBe(true);
      counts.read++;
    } catch (error) {
      if (!(error instanceof ExpectedError)) throw new Error(`mutation ${mutation}`, { cause: error });
      expect(error.message.length).toBeLessThan(700);
      expect(error.hint).toBeTruthy();
      counts.refused++;
    }
  }
  expect(counts.read).toBeGreaterThan(500);
  expect(counts.refused).toBeGreaterThan(3000);
}, 120_000);

const python = (() => {
  try {
    execFileSync("python3", ["-c", ""], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

test.skipIf(!python)("Python reads it with nothing but json", () => {
  const script = `
import json, sys
run = json.load(sys.stdin)
positions = run["answers"]["switched"]["positions"]
by_b = [p["token"] for p in positions if p["author"] == "b"]
switches = [(i, p["switch"]["to"], p["switch"]["reason"]) for i, p in enumerate(positions) if "switch" in p]
looks = {t["id"]: t["text"] for t in run["tokens"]}
print(json.dumps({
  "js": [p["statistics"]["js"] for p in positions], "by_b": by_b, "switches": switches,
  "text": "".join(looks[p["token"]] for p in positions), "top": positions[0]["candidates"][0]["id"],
}))`;
  const said: unknown = JSON.parse(
    execFileSync("python3", ["-c", script], { input: text, encoding: "utf8" }),
  );
  const { positions } = run.answers.switched!;
  expect(said).toEqual({
    js: positions.map(({ judged }) => judged!.statistics.js),
    by_b: positions.filter(({ author }) => author === "b").map(({ token }) => token),
    switches: positions.flatMap(({ switch: one }) => (one ? [[one.position, one.to, one.reason]] : [])),
    text: positions.map(({ token }) => `t${token}`).join(""),
    top: positions[0]!.judged!.candidates[0]!.id,
  });
});
