import { csvParseRows } from "d3-dsv";
import { describe, expect, it } from "vitest";
import { comparedPosition } from "../compare/comparedPosition";
import type { Token } from "../model";
import { guarded, tableCsv } from "./tableCsv";

describe("tableCsv", () => {
  it("has one row a position; quotes, commas and line breaks in tokens come back as they were", () => {
    const a = Float32Array.from([Math.log(0.5), Math.log(0.5), -Infinity]);
    const b = Float32Array.from([Math.log(0.25), -Infinity, Math.log(0.75)]);
    const texts = ['a"b', "x,y", "1\r\n2"];
    const tokens = texts.map((text, id): Token => ({ id, text, kind: "text" }));
    const table = tableCsv(
      texts.map((_, id) => comparedPosition(a, b, id, 2)),
      tokens,
    );
    const [head, ...rows] = csvParseRows(table);
    expect(rows.map((row) => row[3])).toEqual(texts);
    const at = (name: string, row: number) => rows[row]?.[head!.indexOf(name)];
    expect(at("logprobA", 2)).toBe("-inf");
    expect(at("klAB", 0)).toBe("inf");
    expect(Number(at("tv", 0))).toBeCloseTo(0.75, 6);
    for (const row of rows) expect(row).toHaveLength(head!.length);
  });
});

describe("guarded", () => {
  it("keeps spreadsheets from taking a text for a formula", () => {
    for (const text of ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =cmd", "\r=1", "＝1"])
      expect(guarded(text)).toBe(`'${text}`);
    for (const text of ["a=b", "3", " two", "", "x-y"]) expect(guarded(text)).toBe(text);
  });
});
