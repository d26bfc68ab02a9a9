import { describe, expect, test, vi } from "vitest";
import type { DataEvent } from "../../../contract/data";
import type { DatasetSource, OpenedDataset } from "../../../client/datasets/datasetLibrary";
import type { DatasetRow } from "../../../core/datasets/dataset";
import type { Outcome } from "../../../core/errors";
import { DEFAULT_TASK, readTask } from "../../../core/tasks/taskShape";
import { EventQueue } from "../../../client/eventQueue";
import { SettingsState } from "../settings.svelte";
import { DatasetState } from "./dataset.svelte";

const none = async (): Promise<Outcome<never[]>> => ({ ok: true, value: [] });

/** A state over a library in which every dataset has these rows, after so many bad ones. */
function stateOf(rows: readonly DatasetRow[], bad = 0) {
  const sources: DatasetSource[] = [];
  const open = (source: DatasetSource): OpenedDataset => {
    sources.push(source);
    const queue = new EventQueue<DataEvent>();
    if (rows.length + bad > 0) void queue.push({ type: "data-rows", run: 1, rows, bad: [] });
    void queue.push({ type: "data-end", run: 1, reason: "done", bytes: 0, rows: rows.length, bad });
    queue.end();
    return {
      ...{ run: 1, stop: () => undefined, close: () => undefined, [Symbol.asyncIterator]: () => queue },
      ...{ rows: none, sampleRows: none, badRows: none },
    };
  };
  const settings = new SettingsState();
  const state = new DatasetState({
    settings,
    library: { open, splits: none, server: "https://nowhere.invalid" },
  });
  return { state, settings, sources };
}

test("slice columns count once", () => {
  const { state, settings } = stateOf([]);
  settings.set("sliceColumns", "family, type,family,,type");
  expect(state.slices).toEqual(["family", "type"]);
});

test.each(["url:http://[", "url:http://a:99999/", "url:https://%zz/x"])("%s is no dataset", (id) => {
  const { state, settings } = stateOf([]);
  settings.set("dataset", id);
  state.follow();
  expect(state.phase).toMatchObject({ type: "failed", failure: { code: "bad-input" } });
});

test("a file is asked for again by the name that it was shown under", () => {
  const { state, settings, sources } = stateOf([]);
  state.choose({ kind: "file", name: "a\u202Evsc.jsonl" }, new Blob(["{}"]));
  expect(state.named).toEqual({ kind: "file", name: "avsc.jsonl" });
  expect(sources).toMatchObject([{ kind: "blob", name: "avsc.jsonl" }]);
  const reloaded = stateOf([]);
  reloaded.settings.set("dataset", settings.get("dataset"));
  reloaded.state.follow();
  expect(reloaded.state.phase).toEqual({ type: "absent", name: "avsc.jsonl" });
});

describe("a dataset without anything to ask", () => {
  test.each([
    ["rows", [], 0, /no rows/],
    ["good-rows", [], 3, /None of its rows can be read/],
    ["columns", [{ index: 0, fields: {} }], 0, /no fields/],
  ] as const)("lacks %s, and says so", async (nothing, rows, bad, message) => {
    const { state } = stateOf(rows, bad);
    state.choose({ kind: "pasted" }, new Blob(["x"]));
    await vi.waitUntil(() => state.reach.ended);
    expect(state.nothing).toBe(nothing);
    await expect(state.ask(readTask(DEFAULT_TASK).task)).rejects.toThrow(message);
  });

  test("is none that has a column", async () => {
    const { state } = stateOf([{ index: 0, fields: { question: "?" } }], 2);
    state.choose({ kind: "pasted" }, new Blob(["x"]));
    await vi.waitUntil(() => state.reach.ended);
    expect(state.nothing).toBeUndefined();
  });
});
