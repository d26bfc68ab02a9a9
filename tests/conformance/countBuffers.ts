/** Counts the GPU buffers of the worker that imports this first. Answers the message "buffers" with how many are alive. */
let alive = 0;

if (typeof GPUDevice !== "undefined") {
  const { createBuffer } = GPUDevice.prototype;
  GPUDevice.prototype.createBuffer = function (descriptor) {
    const buffer = createBuffer.call(this, descriptor);
    alive++;
    const destroy = buffer.destroy.bind(buffer);
    let destroyed = false;
    buffer.destroy = () => {
      if (!destroyed) alive--;
      destroyed = true;
      return destroy();
    };
    return buffer;
  };
}

self.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
  if (data === "buffers") self.postMessage({ buffers: alive });
});

export {};
