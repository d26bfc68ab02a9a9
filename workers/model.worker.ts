import { expose, type Endpoint } from "comlink";
import { ModelService } from "./modelService";

const service = new ModelService(
  async (spec, callbacks) => {
    const { loadOnnxModel } = await import("../src/backends/onnx/load");
    return loadOnnxModel(spec, callbacks);
  },
  (api, port) => expose(api, port as typeof port & Endpoint),
);

expose(service);
