throw new Error("onnxruntime-node is not part of this project: models run in the browser.");
