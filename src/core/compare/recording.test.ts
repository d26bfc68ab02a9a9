import { describe, expect, test } from "vitest";
import { logSoftmax } from "../distribution/logSoftmax";
import type { ModelInfo, Token } from "../model";
import { Draws } from "../random";
import { packBlock, unpackBlock } from "./block";
import { comparedPosition } from "./comparedPosition";
import type { CompareEvent } from "./events";
import {
  indexEntry,
  parseRecording,
  RECORDING_DIGITS,
  recordingEvents,
  recordingIndex,
  toRecording,
  type Recording,
} from "./recording";
import type { ExpectedError } from "../errors";

const VOCABULARY = 9;

const INFO: ModelInfo = {
  id: "base",
  dtype: "fp32",
  device: "wasm",
  vocabSize: VOCABULARY,
  logitsWidth: VOCABULARY,
  contextLength: 64,
  tokenizer: "t",
  chat: true,
  endOfText: [3],
};

function token(id: number): Token {
  return { id, text: `t${id}`, kind: id < 4 ? "special" : "text" };
}

/** A run over 12 tokens in blocks of 5; B rules out token 8 everywhere, so some divergences are infinite. */
function events(): CompareEvent[] {
  const draws = new Draws(4, "test", 0);
  const row = (last: number): Float32Array =>
    logSoftmax(Float64Array.from({ length: VOCABULARY }, (_, id) => (id === 8 ? last : 4 * draws.normal())));
  const solution = Array.from({ length: 12 }, (_, index) => 4 + (index % 5));
  const positions = solution.map((id) => comparedPosition(row(0), row(-Infinity), id, 3));
  const starts = [0, 5, 10];
  return [
    {
      type: "compare-start",
      run: 5,
      prompt: [token(1), token(4)],
      solution: solution.map(token),
      rendered: "<user>",
      a: INFO,
      b: { ...INFO, id: "rl", revision: "abc" },
    },
    ...starts.map((from): CompareEvent => {
      const block = packBlock(from, positions.slice(from, from + 5));
      return { type: "compare-block", run: 5, block, tokens: from === 0 ? [0, 2, 3].map(token) : [] };
    }),
    { type: "compare-end", run: 5, milliseconds: 31.4 },
  ];
}

const ABOUT = {
  id: "first",
  title: "First",
  description: "A description.",
  annotations: [{ position: 3, text: "Here." }],
  request: { prompt: "How many?", chat: true, temperature: 1, k: 3 },
};

function throughJson(recording: Recording): unknown {
  return JSON.parse(JSON.stringify(recording));
}

describe("a recording", () => {
  test("plays back the run it was made from, to the stated number of digits", () => {
    const original = events();
    const played = recordingEvents(parseRecording(throughJson(toRecording(ABOUT, original))), 9);
    expect(played.map(({ type }) => type)).toEqual(["compare-start", "compare-block", "compare-end"]);
    expect(played.every(({ run }) => run === 9)).toBe(true);
    expect(played[0]).toEqual({ ...original[0], run: 9 });

    const positions = (list: CompareEvent[]) =>
      list.flatMap((event) => (event.type === "compare-block" ? unpackBlock(event.block) : []));
    const [expected, actual] = [positions(original), positions(played)];
    expect(actual.length).toBe(12);
    actual.forEach((position, index) => {
      const wanted = expected[index];
      expect(position.token).toBe(wanted?.token);
      expect(position.candidates.map(({ id, rankA, rankB }) => [id, rankA, rankB])).toEqual(
        wanted?.candidates.map(({ id, rankA, rankB }) => [id, rankA, rankB]),
      );
      for (const [name, value] of Object.entries(wanted?.statistics ?? {})) {
        const recorded = position.statistics[name as keyof typeof position.statistics];
        if (Number.isFinite(value))
          expect(Math.abs(recorded - value)).toBeLessThanOrEqual(0.51 * 10 ** -RECORDING_DIGITS);
        else expect(recorded).toBe(value);
      }
    });
    expect(expected.some(({ statistics }) => statistics.klAB === Infinity)).toBe(true);
    expect(expected.some(({ statistics }) => statistics.logprobB === -Infinity)).toBe(true);
  });

  test("describes every token that occurs, and those of the text once", () => {
    const [start, block] = recordingEvents(toRecording(ABOUT, events()));
    const inText =
      start?.type === "compare-start" ? [...start.prompt, ...start.solution].map(({ id }) => id) : [];
    const others = block?.type === "compare-block" ? block.tokens.map(({ id }) => id) : [];
    expect(others.filter((id) => inText.includes(id))).toEqual([]);
    const candidates = block?.type === "compare-block" ? [...block.block.candidateIds] : [];
    expect(candidates.filter((id) => ![...inText, ...others].includes(id))).toEqual([]);
  });

  test("recorded again, a played recording is the same file", () => {
    const recording = toRecording(ABOUT, events());
    expect(toRecording(ABOUT, recordingEvents(recording))).toEqual(recording);
  });

  test("keeps the right answer where there is one, and the list of recordings names it with its prompt", () => {
    expect(throughJson(toRecording(ABOUT, events()))).not.toHaveProperty("answer");
    const answered = parseRecording(throughJson(toRecording({ ...ABOUT, answer: "3" }, events())));
    expect(answered.answer).toBe("3");
    const named = { id: "first", title: "First", description: "A description." };
    expect(recordingIndex.parse([indexEntry(ABOUT), indexEntry(answered)])).toEqual([
      named,
      { ...named, problem: { prompt: "How many?", answer: "3" } },
    ]);
  });

  test("is made of finished runs only", () => {
    expect(() => toRecording(ABOUT, events().slice(0, -1))).toThrow(/compare-block/);
  });

  test.each([
    ["another version", { version: 2 }, /version/],
    ["a missing column", { statistics: {} }, /statistics/],
    ["a short column", { solution: [4, 5] }, /12 numbers of entropyA for 2 positions/],
    ["a token nobody describes", { tokens: [] }, /not described/],
    ["nothing at all", undefined, /object/],
  ])("with %s is refused in words", (_, change, message) => {
    const contents = change && { ...(throughJson(toRecording(ABOUT, events())) as object), ...change };
    let refused: unknown;
    try {
      parseRecording(contents);
    } catch (error) {
      refused = error;
    }
    const { message: said, detail = "" } = refused as ExpectedError;
    expect(said).toMatch(/^This recording cannot be read: /);
    expect(said).not.toMatch(/Invalid/);
    expect(`${said} ${detail}`).toMatch(message);
  });

  test("whose candidate counts do not add up is refused", () => {
    const recording = toRecording(ABOUT, events());
    const counts = recording.candidates.counts.map((count) => count + 1);
    expect(() => parseRecording({ ...recording, candidates: { ...recording.candidates, counts } })).toThrow(
      /candidate ids instead of/,
    );
  });
});
