import { expect, test } from "vitest";
import { readLink } from "../../core/config/link";
import { strings } from "../strings";
import { noticeGroups } from "./noticeGroups";

const groups = (hash: string) => noticeGroups(readLink(hash).notices);

test("up to four notices of a kind are told one by one, in the order of the link", () => {
  const told = groups("#/compare?c1=1&c2=1&t=99&c3=1&c4=1");
  expect(told.map(({ type, notices, folded }) => [type, notices.length, folded])).toEqual([
    ["unknown-key", 4, false],
    ["value", 1, false],
  ]);
});

test("more of a kind are one line with their number", () => {
  const keys = Array.from({ length: 300 }, (_, index) => `unknown${index}=1`).join("&");
  const [first, second] = groups(`#/compare?${keys}&t=99`);
  expect([first?.folded, second?.folded]).toEqual([true, false]);
  expect(first && strings.link.notices(first.type, first.notices.length)).toBe(
    "The link names 300 things that this page does not know.",
  );
});

test("values are told by the names they have on the page, and what is accepted in words", () => {
  const words = groups("#/compare?m=vibes&a=%3Cx%3E").flatMap(({ notices }) =>
    notices.map(strings.link.notice),
  );
  expect(words[0]).toContain("Jensen");
  expect(words.join(" ")).not.toMatch(/klAB|plain name/);
  expect(words[1]).toContain("owner/name");
});
