import { expect, test } from "vitest";
import { renderExample } from "./renderExample";

const example = { question: "2 + 2?", row: { level: 3 } };

async function placeIn(...lines: string[]) {
  const made = await renderExample({ id: "custom", custom: lines.join("\n") }, example);
  return made.ok ? made : made.problem.place;
}

test("an example is rendered with its question and its row", async () => {
  expect(await renderExample({ id: "custom", custom: "{{ question }} {{ row.level }}" }, example)).toEqual({
    ok: true,
    rendered: { prompt: "2 + 2? 3", chat: false },
  });
});

test("a slip of spelling is found at its line, also inside a block and after one", async () => {
  expect(await placeIn("{{ question }}", "{{ question + }}", "end")).toEqual({ from: 2, to: 2 });
  const block = ["{% for m in messages %}", "{{ m.role }}", "{% endfor %}"];
  expect(await placeIn(...block, "{{ question | }}")).toEqual({ from: 4, to: 4 });
  const within = await placeIn("{% for m in messages %}", "{{ m.role }}", "{{ m.role + }}", "{% endfor %}");
  expect(within).toEqual({ from: 3, to: 3 });
});

test("a block that never ends is found where it begins", async () => {
  const block = ["{% for m in messages %}", "{{ m.role }}", "{% endfor %}"];
  expect(await placeIn(...block, "{% if question %}", "x")).toMatchObject({ from: 4 });
});

test("what goes wrong in a running block is found in the lines of the block", async () => {
  expect(
    await placeIn("a", "{% for m in messages %}", "{{ raise_exception('no') }}", "{% endfor %}", "b"),
  ).toEqual({ from: 2, to: 4 });
});

test("very long templates are not searched", async () => {
  expect(await placeIn(...Array.from({ length: 1000 }, () => "x"), "{{ + }}")).toBeUndefined();
});
