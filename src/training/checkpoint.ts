import { ExpectedError } from "../core/errors";
import type { LlamaConfig, LlamaWeights } from "./llama-config";
import { paramsFromWeights, weightsFromParams } from "./params";
import type { TrainingState } from "./state";

/** Everything of a checkpoint but its arrays. */
export interface CheckpointHeader {
  config: LlamaConfig;
  step: number;
  nextItem: number;
}

/** The three groups of arrays, in their order in the file. */
const GROUPS = ["params", "m", "v"] as const;
const HEADER_LENGTH_BYTES = 8;

/**
 * Writes a state in the layout of a safetensors file: header length (8 bytes, little-endian), JSON header, arrays as
 * little-endian float32, named `params/…`, `m/…`, `v/…`. Config and counters are in `__metadata__`.
 */
export async function encodeCheckpoint(state: TrainingState): Promise<Uint8Array<ArrayBuffer>> {
  const { config, step, nextItem } = state;
  const metadata: CheckpointHeader = { config, step, nextItem };
  const groups = { params: state.params, m: state.moments.m, v: state.moments.v };
  const entries: Record<string, object> = { __metadata__: { checkpoint: JSON.stringify(metadata) } };
  const arrays: Float32Array[] = [];
  let end = 0;
  for (const group of GROUPS) {
    for (const [name, { shape, data }] of Object.entries(await weightsFromParams(groups[group]))) {
      entries[`${group}/${name}`] = { dtype: "F32", shape, data_offsets: [end, end + data.byteLength] };
      arrays.push(data);
      end += data.byteLength;
    }
  }
  const json = new TextEncoder().encode(JSON.stringify(entries));
  const padding = (8 - (json.length % 8)) % 8; // arrays start at a multiple of 8
  const bytes = new Uint8Array(HEADER_LENGTH_BYTES + json.length + padding + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length + padding), true);
  bytes.set(json, HEADER_LENGTH_BYTES);
  bytes.fill(0x20, HEADER_LENGTH_BYTES + json.length, bytes.length - end);
  let at = bytes.length - end;
  for (const data of arrays) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

/**
 * Reads what `encodeCheckpoint` wrote.
 * @throws ExpectedError "model-corrupt" when the file is cut or something else
 */
export function decodeCheckpoint(bytes: Uint8Array): TrainingState {
  const { header, groups } = parse(bytes);
  return {
    ...header,
    params: paramsFromWeights(groups.params),
    moments: { m: paramsFromWeights(groups.m), v: paramsFromWeights(groups.v) },
  };
}

/** Header and weights of a checkpoint, without a device. */
export function readCheckpoint(bytes: Uint8Array): { header: CheckpointHeader; weights: LlamaWeights } {
  const { header, groups } = parse(bytes);
  return { header, weights: groups.params };
}

function parse(bytes: Uint8Array): {
  header: CheckpointHeader;
  groups: Record<(typeof GROUPS)[number], LlamaWeights>;
} {
  const corrupt = (): ExpectedError =>
    new ExpectedError(
      "model-corrupt",
      `The checkpoint (${bytes.length} bytes) is cut or damaged.`,
      "Delete it and start the run again.",
    );
  if (bytes.length < HEADER_LENGTH_BYTES) throw corrupt();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const arraysAt = HEADER_LENGTH_BYTES + Number(view.getBigUint64(0, true));
  if (arraysAt > bytes.length) throw corrupt();
  const { __metadata__: metadata, ...entries } = JSON.parse(
    new TextDecoder().decode(bytes.subarray(HEADER_LENGTH_BYTES, arraysAt)),
  ) as { __metadata__: { checkpoint: string } } & Record<string, Entry>;
  const groups: Record<(typeof GROUPS)[number], LlamaWeights> = { params: {}, m: {}, v: {} };
  for (const [
    path,
    {
      shape,
      data_offsets: [start, end],
    },
  ] of Object.entries<Entry>(entries)) {
    if (arraysAt + end > bytes.length) throw corrupt();
    const [group, name] = path.split("/") as [(typeof GROUPS)[number], string];
    const from = bytes.byteOffset + arraysAt;
    const data = new Float32Array(bytes.buffer.slice(from + start, from + end));
    groups[group][name] = { shape, data };
  }
  return { header: JSON.parse(metadata.checkpoint) as CheckpointHeader, groups };
}

interface Entry {
  shape: number[];
  data_offsets: [start: number, end: number];
}
