import { csvParse } from "d3-dsv";
import { describe, expect, test } from "vitest";
import { TableTokenizer } from "../../backends/table/tableTokenizer";
import { ApartText } from "../compare/apartText";
import type { ReadSide } from "../compare/readEvents";
import type { ModelInfo } from "../model";
import { apartCsv } from "./apartCsv";

const TEXT = 'straw, "berry"\n=1+1';

function side(tokenizer: TableTokenizer): ReadSide {
  const solution = tokenizer.encode(TEXT, false).map((id) => tokenizer.token(id));
  return { info: {} as ModelInfo, prompt: [], templated: true, solution };
}

const [a, b] = [side(new TableTokenizer(["straw", "berry", "=1+1"])), side(new TableTokenizer([]))];

function read(): ApartText {
  let text = ApartText.begin({ type: "read-start", run: 1, a, b }, TEXT);
  for (const [name, { solution }] of [["a", a] as const, ["b", b] as const]) {
    const logprobs = Float64Array.from(solution, (_, index) => (index === 0 ? -Infinity : -index));
    const ranks = Uint32Array.from(solution, (_, index) => index + 1);
    text = text.with({ type: "read-block", run: 1, side: name, from: 0, logprobs, ranks });
  }
  return text;
}

describe("the table of a text that two models read apart", () => {
  const rows = csvParse(apartCsv(read()));
  const part = (name: string) => rows.filter((row) => row["part"] === name);

  test("has each model's tokens with its own surprise and rank", () => {
    expect(part("a").map((row) => row["id"])).toEqual(a.solution.map(({ id }) => String(id)));
    expect(part("b")).toHaveLength(b.solution.length);
    expect(part("a")[1]).toMatchObject({ surprise_a: "1", surprise_b: "", rank_a: "2", rank_b: "" });
    expect(part("b")[2]).toMatchObject({ surprise_a: "", surprise_b: "2", rank_a: "", rank_b: "3" });
    expect(part("a")[0]).toMatchObject({ surprise_a: "inf" });
  });

  test("has both sums of every stretch between common borders", () => {
    const total = (key: string) => part("both").reduce((sum, row) => sum + Number(row[key]), 0);
    expect(part("both").length).toBeGreaterThan(2);
    expect(part("both")[0]?.["surprise_a"]).toBe("inf");
    expect(total("rank_a")).toBe(0);
  });

  test("quotes what needs it, and no text is a formula", () => {
    expect(part("a").map((row) => row["text"])).toContain("'=1+1");
    expect(part("b").map((row) => row["text"])).toContain('"');
  });
});
