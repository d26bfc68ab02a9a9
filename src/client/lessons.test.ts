import { expect, test } from "vitest";
import { listLessons, openLesson } from "./lessons";

const BASE = "https://page.example/some/path/";

function host(files: Record<string, Response>): (address: string) => Promise<Response> {
  return (address) => Promise.resolve(files[address] ?? new Response("", { status: 404 }));
}

test("the list and each lesson lie beside the page", async () => {
  const index = [{ id: "one", title: "One", description: "", start: "r=carry" }];
  const read = host({
    [`${BASE}lessons/index.json`]: Response.json(index),
    [`${BASE}lessons/one.md`]: new Response("# One", { headers: { "content-type": "text/markdown" } }),
  });
  expect(await listLessons(BASE, read)).toEqual({ ok: true, value: index });
  expect(await openLesson(BASE, read, "one")).toEqual({ ok: true, value: "# One" });
});

test("a lesson that is not there is named, with what the server said", async () => {
  expect(await openLesson(BASE, host({}), "two")).toMatchObject({
    ok: false,
    failure: {
      code: "bad-input",
      message: `The lesson “two” is not here: status 404 from ${BASE}lessons/two.md.`,
    },
  });
  const answersAll = () =>
    Promise.resolve(new Response("<!doctype html>", { headers: { "content-type": "text/html" } }));
  expect(await openLesson(BASE, answersAll, "two")).toMatchObject({ ok: false });
});

test("a list that is none, and a server that does not answer, are named", async () => {
  for (const text of ["[{}]", "no JSON", '[{"id":"../x","title":"x","description":"","start":""}]']) {
    const read = host({ [`${BASE}lessons/index.json`]: new Response(text) });
    expect(await listLessons(BASE, read)).toMatchObject({ ok: false, failure: { code: "bad-input" } });
  }
  const silent = () => Promise.reject(new Error("no network"));
  expect(await listLessons(BASE, silent)).toMatchObject({ ok: false, failure: { code: "network" } });
});
