import type { Tensor } from "onnxruntime-web";
import { stretches, type TensorRow } from "./keyValueCache";

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
  const row = size * elementBytes(dataType);
  const count = batch * heads;
  const buffer = createBuffer(device, count * length * row);
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

/** Rows of tensors on the GPU side by side in a new one of `length` tokens, copied there; padding is 0. */
export function assembleOnGpu(
  device: GPUDevice,
  createTensor: CreateGpuTensor,
  rows: readonly TensorRow[],
  length: number,
): Tensor {
  const [{ tensor: first }] = rows as [TensorRow];
  const [, heads, , size] = first.dims as [number, number, number, number];
  const dataType = first.type as "float32" | "float16";
  const bytes = elementBytes(dataType);
  const buffer = createBuffer(device, rows.length * heads * length * size * bytes);
  const commands = device.createCommandEncoder();
  for (const { tensor, from, to, count } of stretches(rows, length)) {
    commands.copyBufferToBuffer(tensor.gpuBuffer, from * bytes, buffer, to * bytes, count * bytes);
  }
  device.queue.submit([commands.finish()]);
  return createTensor(buffer, {
    dataType,
    dims: [rows.length, heads, length, size],
    dispose: () => buffer.destroy(),
  });
}

function elementBytes(dataType: "float32" | "float16"): number {
  return dataType === "float32" ? 4 : 2;
}

/** A fresh buffer, which WebGPU fills with 0. */
function createBuffer(device: GPUDevice, bytes: number): GPUBuffer {
  return device.createBuffer({
    size: Math.max(16, Math.ceil(bytes / 16) * 16),
    usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
  });
}
