import { csvParse } from "d3-dsv";
import { expect, test } from "vitest";
import { switchedRun } from "../../../../tests/support/switchedRun";
import type { Token } from "../../model";
import { answersCsv } from "./answersCsv";

const run = await switchedRun();
const look = (id: number): Token => ({
  id,
  text: id === run.answers.switched!.positions[0]!.token ? "=1+1" : `t${id}`,
  kind: "text",
});

test("one row a position of every answer, no formula, nothing where nothing is known", () => {
  const rows = csvParse(answersCsv(run, look));
  const counts = Object.entries(run.answers).map(([role, { positions }]) => [role, positions.length]);
  for (const [role, length] of counts)
    expect(rows.filter(({ answer }) => answer === role)).toHaveLength(Number(length));
  const first = rows.find(({ answer }) => answer === "switched");
  const { positions } = run.answers.switched!;
  expect(first).toMatchObject({
    position: "0",
    token: "'=1+1",
    author: positions[0]!.author,
    js: String(positions[0]!.judged!.statistics.js),
    draw_b: String(positions[0]!.drawB),
  });
  const switched = rows.filter(({ switch_to }) => switch_to !== "");
  expect(switched[0]!.reason).toMatch(/^JS 0\.\d+ [<>] 0/);
  expect(rows.find(({ answer }) => answer === "a")).toMatchObject({ js: "", draw_a: "", switch_to: "" });
});
