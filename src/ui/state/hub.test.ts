import { describe, expect, test } from "vitest";
import { hubSpec, type HubModel } from "../../client/hub/hub";
import type { StoredModel } from "../../client/hub/storedModels";
import { defaultSettings, type Settings } from "../../core/config/settings";
import { FakeLab, fakeModels } from "../testing/fakeLab";
import { fakeHub, fakeHubModel } from "../testing/fakeHub";
import { DraftStore } from "./draftStore";
import { HubState, type HubParts } from "./hub.svelte";
import { Session } from "./session.svelte";

const base = fakeHubModel("team/base", { "model.onnx": 6000, "model_q4.onnx": 2000 });
const tuned = fakeHubModel("team/tuned", { "model_q4.onnx": 2500, "model_q4f16.onnx": 1500 });
const NAMED = "#/compare?v=1&a=team/base&b=team/tuned&q=ab&s=ba";

function storedWhole(model: HubModel, dtype: "q4" | "fp32"): StoredModel {
  const { device: _, ...spec } = hubSpec(model, dtype, "auto");
  const { id, revision, commit } = model;
  return { name: id, id, revision, commit, bytes: 1, formats: [{ spec, bytes: 1, total: 1, whole: true }] };
}

function visit(hash: string, hub: HubParts) {
  const lab = new FakeLab({ pieces: ["a", "b"] });
  const bar = { hash, replace: (next: string) => void (bar.hash = next) };
  const empty = { ok: true as const, value: [] };
  const session = new Session({
    lab,
    shelf: {
      titles: async () => empty,
      open: async () => ({ ok: false, failure: { code: "bad-input", message: "" } }),
    },
    drafts: new DraftStore(() => ({ getItem: () => null, setItem: () => undefined })),
    bar,
    embedded: async () => ({ ok: true, value: fakeModels() }),
    hub,
  });
  return { session, lab, bar };
}

describe("a link that names models of the Hub", () => {
  test("asks nobody and loads nothing until the person says so, then loads both in one format and compares", async () => {
    const hub = fakeHub([base, tuned]);
    const { session, lab } = visit(NAMED, hub);
    await session.open();
    expect(hub.asked).toEqual([]);
    expect(lab.asked.load).toEqual([]);
    expect(session.models.a.state).toEqual({
      phase: "waiting",
      wants: { type: "hub", id: "team/base", revision: "main" },
    });

    await Promise.all([base, tuned].map(({ id }) => session.hub.look({ id, revision: "main" })));
    expect(lab.asked.load).toEqual([]);
    session.hub.approve([base, tuned]);
    await session.loadModels();
    expect(lab.asked.load.map(({ id, dtype }) => `${id} ${dtype}`)).toEqual([
      "team/base q4",
      "team/tuned q4",
    ]);
    expect(lab.asked.compare).toHaveLength(1);
    expect(session.models.ready).toBe(true);
  });

  test("loads what is stored in full without asking the Hub, at the commit it was stored at", async () => {
    const hub = fakeHub([], { stored: [storedWhole(base, "fp32")] });
    const { session, lab } = visit(NAMED, hub);
    await session.open();
    expect(hub.asked).toEqual([]);
    expect(lab.asked.load).toMatchObject([{ id: "team/base", dtype: "fp32", hub: { commit: base.commit } }]);
    expect(session.models.b.state.phase).toBe("waiting");
  });

  test("what is stored in another format than the link's is not taken for it", async () => {
    const { session, lab } = visit(`${NAMED}&dtype=q4`, fakeHub([], { stored: [storedWhole(base, "fp32")] }));
    await session.open();
    expect(lab.asked.load).toEqual([]);
    expect(session.models.a.state.phase).toBe("waiting");
  });

  test("a folder of somebody's disk is waited for, by name", async () => {
    const { session } = visit("#/compare?v=1&a=disk:my-model", fakeHub());
    await session.open();
    expect(session.models.a.state).toEqual({ phase: "waiting", wants: { type: "disk", name: "my-model" } });
    expect(session.models.b.state.phase).toBe("ready");
  });

  test("the embedded pair can be had instead", async () => {
    const { session, lab } = visit(NAMED, fakeHub());
    await session.open();
    await session.modelChoice.change({ modelA: "base", modelB: "rl" });
    expect(lab.asked.load.map(({ id }) => id)).toEqual(["base", "rl"]);
    expect(session.models.ready).toBe(true);
  });
});

describe("choosing models in the page", () => {
  test("puts them into the link, and cuts the text anew: ids of another tokenizer mean nothing", async () => {
    const hub = fakeHub([base, tuned]);
    const { session, lab, bar } = visit("#/compare?v=1&q=ab&s=ba&ids=1.2", hub);
    await session.open();
    await Promise.all([base, tuned].map(({ id }) => session.hub.look({ id, revision: "main" })));
    session.hub.approve([base, tuned]);
    await session.modelChoice.change({ modelA: "team/base", modelB: "team/tuned" });
    expect(lab.asked.load.slice(2).map(({ id }) => id)).toEqual(["team/base", "team/tuned"]);
    expect(session.settings.get("solutionIds")).toEqual([]);
    session.link.write();
    expect(bar.hash).toContain("a=team/base&b=team/tuned");
    expect(bar.hash).not.toContain("ids=");
  });

  test("back to a model of the page drops the revision", async () => {
    const { session } = visit(`${NAMED}&reva=v2`, fakeHub());
    await session.open();
    await session.modelChoice.choose("a", "base");
    expect(session.settings.get("revisionA")).toBe("");
    expect(session.models.a.state.phase).toBe("ready");
  });

  test("a format the model does not have is refused with those it has", async () => {
    const { session } = visit(`${NAMED}&dtype=fp32`, fakeHub([base, tuned]));
    await session.open();
    await Promise.all([base, tuned].map(({ id }) => session.hub.look({ id, revision: "main" })));
    session.hub.approve([base, tuned]);
    await session.loadModels();
    expect(session.models.a.state.phase).toBe("ready");
    expect(session.models.b.state).toMatchObject({
      phase: "failed",
      failure: { message: "team/tuned has no fp32 weights; it has q4, q4f16." },
    });
  });
});

describe("HubState", () => {
  const settings = (changes: Partial<Settings>): Settings => ({ ...defaultSettings(), ...changes });

  test("automatic is a format both models offer, unless B's is chosen apart", async () => {
    const state = new HubState(fakeHub([base, tuned]));
    await Promise.all([base, tuned].map(({ id }) => state.look({ id, revision: "main" })));
    const pair = { modelA: "team/base", modelB: "team/tuned" };
    expect(state.automatic(settings(pair), "a")).toBe("q4");
    expect(state.automatic(settings({ ...pair, dtypeB: "q4f16" }), "a")).toBe("fp32");
  });

  test("another Hub's address is remembered, and what is no address refused", () => {
    const parts = fakeHub();
    const state = new HubState(parts);
    for (const bad of ["", "hub", "javascript:alert(1)", "ftp://x.org"])
      expect(state.setAddress(bad)).toBe(false);
    expect(state.address).toBe("https://huggingface.co");
    expect(state.setAddress(" http://localhost:8080/ ")).toBe(true);
    expect(new HubState(parts).address).toBe("http://localhost:8080");
  });

  test("deletes what is stored and looks again", async () => {
    const state = new HubState(fakeHub([], { stored: [storedWhole(base, "q4")] }));
    await state.prepare();
    expect(state.isStored(base, "q4")).toBe(true);
    await state.delete(state.stored[0] as StoredModel);
    expect(state.stored).toEqual([]);
  });

  test("works where the browser keeps nothing", () => {
    const refuse = () => {
      throw new Error("SecurityError");
    };
    const state = new HubState({ ...fakeHub(), openStore: refuse });
    expect(state.setAddress("https://mirror.example.org")).toBe(true);
    expect(state.host).toBe("mirror.example.org");
  });
});
