import { expect, test } from "vitest";
import { readFileSync } from "node:fs";
import { openRecordedStudy } from "./recordedStudy";

const BASE = "https://example.org/page/";
const file = readFileSync(new URL("../../public/recordings/study.json", import.meta.url), "utf8");

test("openRecordedStudy reads the study beside the page", async () => {
  const outcome = await openRecordedStudy(BASE, async (address) => {
    expect(address).toBe("https://example.org/page/recordings/study.json");
    return new Response(file);
  });
  expect(outcome).toMatchObject({ ok: true, value: { a: { id: "base" }, b: { id: "rl" } } });
});

test.each([
  ["no answer", async () => Promise.reject(new TypeError("offline")), /no answer from https/],
  ["a refusal", async () => new Response("", { status: 404 }), /status 404/],
  ["something else", async () => new Response("<html>"), /no JSON/],
])("openRecordedStudy says what is wrong: %s", async (_, read, why) => {
  const outcome = await openRecordedStudy(BASE, read);
  expect(outcome).toMatchObject({ ok: false, failure: { message: expect.stringMatching(why) as string } });
});
