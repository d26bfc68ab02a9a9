import { describe, expect, test } from "vitest";
import { listRecordings, openRecording } from "./recordings";

const BASE = "https://example.org/lab/";
const entry = { id: "letters", title: "Letters", description: "How many r?" };

function serving(files: Record<string, string>) {
  return async (address: string) => {
    const body = files[address.replace(BASE, "")];
    return body === undefined ? new Response("", { status: 404 }) : new Response(body);
  };
}

describe("listRecordings", () => {
  test("reads the list beside the page", async () => {
    const read = serving({ "recordings/index.json": JSON.stringify([entry]) });
    expect(await listRecordings(BASE, read)).toEqual({ ok: true, value: [entry] });
  });

  test("says what went wrong", async () => {
    const failures = [
      serving({}),
      serving({ "recordings/index.json": "{" }),
      serving({ "recordings/index.json": '{"a":1}' }),
      () => Promise.reject(new TypeError("Failed to fetch")),
    ].map(async (read) => {
      const outcome = await listRecordings(BASE, read);
      return outcome.ok ? "read" : `${outcome.failure.code}: ${outcome.failure.message}`;
    });
    expect(await Promise.all(failures)).toEqual([
      "bad-input: The examples could not be read: status 404 from https://example.org/lab/recordings/index.json.",
      "bad-input: The list of examples is not readable.",
      "bad-input: The list of examples is not readable.",
      "network: The example could not be read: no answer from https://example.org/lab/recordings/index.json.",
    ]);
  });
});

describe("openRecording", () => {
  test("of a name that no file has says so", async () => {
    expect(await openRecording(BASE, serving({}), "../etc")).toEqual({
      ok: false,
      failure: {
        code: "bad-input",
        message: "There is no example called “../etc”.",
        hint: "Choose another example.",
      },
    });
  });

  test("of something else than a recording says what is wrong with it", async () => {
    const outcome = await openRecording(BASE, serving({ "recordings/x.json": '{"version":7}' }), "x");
    expect(outcome).toMatchObject({ ok: false, failure: { code: "bad-input" } });
  });
});
