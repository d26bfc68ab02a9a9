import { expect, test } from "vitest";
import { FakeLab } from "../../testing/fakeLab";
import { ComparedText } from "../../state/comparedText";
import { PINNED_ROWS, pinnedRows } from "./pinnedRows";

async function compared(solution: string, k: number): Promise<ComparedText> {
  let text: ComparedText | undefined;
  const request = { prompt: "q", chat: true, temperature: 1, k, solution: { text: solution } };
  for await (const event of new FakeLab({ pieces: [..."abcdefghijq"] }).compare(request)) {
    if (event.type === "compare-start") text = ComparedText.begin(event);
    else if (event.type === "compare-block") text = text?.with(event.block, event.tokens);
  }
  if (text === undefined) throw new Error("nothing was compared");
  return text;
}

test("each model's first choices are listed by its own rank, then the text's token where it is not among them", async () => {
  const text = await compared("abcabcabc", 10);
  let missing = 0;
  for (let position = 0; position < text.solution.length; position++) {
    for (const side of ["a", "b"] as const) {
      const rows = pinnedRows(text, position, side);
      const statistics = text.statistics(position);
      const rank = side === "a" ? statistics?.rankA : statistics?.rankB;
      const ranks = Array.from({ length: PINNED_ROWS }, (_, index) => index + 1);
      const away = (rank ?? 0) > PINNED_ROWS;
      expect(rows.map((row) => row.rank)).toEqual(away ? [...ranks, rank] : ranks);
      expect(rows.filter(({ isToken }) => isToken).map(({ id }) => id)).toEqual([
        text.solution[position]?.id,
      ]);
      if (away) missing++;
    }
  }
  expect(missing).toBeGreaterThan(0);
});

test("where fewer candidates are known, those are listed", async () => {
  const text = await compared("a", 2);
  expect(pinnedRows(text, 0, "a").filter(({ rank }) => rank <= 2)).toHaveLength(2);
});

test("a position that is not known yet has no rows", async () => {
  expect(pinnedRows(await compared("a", 5), 1, "b")).toEqual([]);
});
