import type { HubModel } from "../../client/hub/hub";
import type { Preset } from "../../client/hub/presets";
import type { StoredModel } from "../../client/hub/storedModels";
import { offeredDtypes } from "../../core/models/dtypes";
import type { HubParts } from "../state/hub.svelte";

/** A model of a Hub with these graphs, by their bytes. */
export function fakeHubModel(
  id: string,
  graphs: Readonly<Record<string, number>>,
  revision = "main",
): HubModel {
  const files = [
    { path: "config.json", bytes: 100 },
    { path: "tokenizer.json", bytes: 900, content: "shared" },
    { path: "tokenizer_config.json", bytes: 100 },
    ...Object.entries(graphs).map(([name, bytes]) => ({ path: `onnx/${name}`, bytes })),
  ];
  const commit = "45dead349c328fe92a861c5162de28c8c86754e1";
  return { id, revision, commit, hub: "https://hub.example.org", files, dtypes: offeredDtypes(files) };
}

/** A Hub of these models in front of a browser that keeps nothing but what `stored` says. Counts what it is asked. */
export function fakeHub(
  models: readonly HubModel[] = [],
  { stored = [], presets = [] }: { stored?: readonly StoredModel[]; presets?: readonly Preset[] } = {},
): HubParts & { readonly asked: string[] } {
  const kept = [...stored];
  const values = new Map<string, string>();
  const asked: string[] = [];
  return {
    asked,
    presets: async () => ({ ok: true, value: [...presets] }),
    look: async (hub, id, revision) => {
      asked.push(`${hub} ${id}@${revision}`);
      const value = models.find((model) => model.id === id && model.revision === revision);
      if (value) return { ok: true, value };
      return { ok: false, failure: { code: "model-missing", message: `There is no ${id}.` } };
    },
    stored: async () => [...kept],
    deleteStored: async (model) => {
      kept.splice(kept.indexOf(model), 1);
      return { ok: true, value: undefined };
    },
    device: async () => ({ halfPrecision: false, memory: 1e9, deviceMemory: 2e9, largestBuffer: undefined }),
    persist: async () => true,
    openStore: () => ({
      getItem: (key) => values.get(key) ?? null,
      setItem: (key, value) => void values.set(key, value),
    }),
  };
}
