import { expose, type Endpoint } from "comlink";
import type { ModelSpec } from "../src/contract/model";
import { aboutName, storedFolderName } from "../src/core/models/storedFiles";
import { ModelService } from "./modelService";
import { openModelStore } from "./modelStore";

const service = new ModelService(
  async ({ disk, ...spec }, callbacks) => {
    const { loadOnnxModel } = await import("../src/backends/onnx/load");
    const onDisk = disk && { disk: disk.map(({ path, file }) => ({ path, file: file as Blob })) };
    return loadOnnxModel({ ...spec, ...onDisk }, { ...callbacks, openStore: () => openStore(spec) });
  },
  (api, port) => expose(api, port as typeof port & Endpoint),
);

expose(service);

/** Beside the files lies how to load them again without asking anyone. */
function openStore(spec: ModelSpec): ReturnType<typeof openModelStore> {
  const value = { id: spec.id, folder: spec.folder, dtype: spec.dtype, hub: spec.hub };
  return openModelStore(storedFolderName(spec.folder), { name: aboutName(spec.dtype), value });
}
