import { expect, test } from "vitest";
import type { Token } from "../../../core/model";
import { piecesOf } from "./pieces";

const text = (text: string): Token => ({ id: 0, text, kind: "text" });
const byte = (text: string): Token => ({ id: 1, text, kind: "bytes" });

test("a text is drawn token by token, and once where several tokens are a character", () => {
  const pieces = piecesOf([text("a"), byte("<0x20><0xC3>"), byte("<0xA9>"), text(" b"), byte("<0xFF>")]);
  expect(
    pieces.map(({ from, to, display, joined }) => ({
      place: [from, to],
      drawn: display.segments.map(({ text }) => text).join(""),
      joined: joined !== undefined,
      leadingSpace: display.leadingSpace,
    })),
  ).toEqual([
    { place: [0, 1], drawn: "a", joined: false, leadingSpace: false },
    { place: [1, 3], drawn: " é", joined: true, leadingSpace: true },
    { place: [3, 4], drawn: " b", joined: false, leadingSpace: true },
    { place: [4, 5], drawn: "<0xFF>", joined: false, leadingSpace: false },
  ]);
});

test("nothing is drawn in no pieces", () => {
  expect(piecesOf([])).toEqual([]);
});
