import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readLink } from "../src/core/config/link";
import { readLesson } from "../src/core/lesson/lesson";
import type { Block, Inline } from "../src/core/lesson/prose";

interface Listed {
  id: string;
  start: string;
}

const FOLDER = new URL("../public/lessons/", import.meta.url);
const listed = JSON.parse(readFileSync(new URL("index.json", FOLDER), "utf8")) as Listed[];

function linksOf(parts: readonly (Block | Inline)[]): string[] {
  return parts.flatMap((part) => {
    const own = part.type === "link" ? [part.target.href] : [];
    if (part.type === "list") return part.items.flatMap(linksOf);
    return [...own, ...("content" in part ? linksOf(part.content) : [])];
  });
}

test("every lesson in the folder is listed", () => {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith(".md"));
  expect(files.sort()).toEqual(listed.map(({ id }) => `${id}.md`).sort());
});

test.each(listed)(
  "the lesson $id is understood to its last word, and its links are good",
  ({ id, start }) => {
    const { lesson, problems } = readLesson(readFileSync(new URL(`${id}.md`, FOLDER), "utf8"));
    expect(problems).toEqual([]);
    expect(lesson?.steps.length).toBeGreaterThan(3);
    const links = lesson?.steps.flatMap(({ text }) => linksOf(text)) ?? [];
    for (const href of [`#/compare?${start}&lesson=${id}`, ...links]) {
      if (href.startsWith("#")) expect(readLink(href).notices).toEqual([]);
    }
  },
);
