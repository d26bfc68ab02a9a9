import type { Tensor } from "onnxruntime-web";

/** Makes a tensor around a buffer on the GPU. */
export type CreateGpuTensor = (
  buffer: GPUBuffer,
  options: { dataType: "float32" | "float16"; dims: readonly number[]; dispose: () => void },
) => Tensor;

/**
 * The first `length` tokens of a (batch, heads, tokens, headDim) tensor on the GPU, copied there: nothing crosses to
 * the CPU and back. Rows must be a multiple of 4 bytes long, which every even headDim makes them.
 */
export function cutOnGpu(
  device: GPUDevice,
  createTensor: CreateGpuTensor,
  tensor: Tensor,
  length: number,
): Tensor {
  const [batch, heads, tokens, size] = tensor.dims as [number, number, number, number];
  const dataType = tensor.type as "float32" | "float16";
  const row = size * (dataType === "float32" ? 4 : 2);
  const count = batch * heads;
  const buffer = device.createBuffer({
    size: Math.max(16, Math.ceil((count * length * row) / 16) * 16),
    usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
  });
  const commands = device.createCommandEncoder();
  for (let head = 0; head < count; head++) {
    commands.copyBufferToBuffer(
      tensor.gpuBuffer,
      head * tokens * row,
      buffer,
      head * length * row,
      length * row,
    );
  }
  device.queue.submit([commands.finish()]);
  return createTensor(buffer, {
    dataType,
    dims: [batch, heads, length, size],
    dispose: () => buffer.destroy(),
  });
}
