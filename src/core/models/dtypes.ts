/**
 * The number formats a model's ONNX weights come in, one row each; menus, file names and choices follow from the row.
 * The names and file endings are those of transformers.js.
 */
export const DTYPES = [
  { dtype: "fp32", suffix: "", half: false, label: "fp32", about: "32-bit floats: the weights as they are" },
  { dtype: "fp16", suffix: "_fp16", half: true, label: "fp16", about: "16-bit floats" },
  {
    dtype: "q8",
    suffix: "_quantized",
    half: false,
    label: "q8",
    about: "8-bit integers, activations rounded too",
  },
  { dtype: "q4", suffix: "_q4", half: false, label: "q4", about: "4-bit weights in blocks, 32-bit sums" },
  {
    dtype: "q4f16",
    suffix: "_q4f16",
    half: true,
    label: "q4f16",
    about: "4-bit weights in blocks, 16-bit sums",
  },
] as const;

export type Dtype = (typeof DTYPES)[number]["dtype"];

/** A file of a model folder, and how long it is. */
export interface SizedFile {
  /** Relative to the folder. */
  path: string;
  bytes: number;
}

/** One number format that a folder offers. */
export interface OfferedDtype {
  dtype: Dtype;
  /** Path of the graph. */
  graph: string;
  /** Paths of the graph and of its external data, in the order the runtime asks for them. */
  files: readonly string[];
  /** Of these files together. */
  bytes: number;
}

/** Where the graphs of a folder may lie: transformers.js' place first, then optimum's. */
const PLACES = ["onnx/", ""] as const;

/** Whether the format's sums are in half precision, which a GPU may lack. */
export function needsHalfPrecision(dtype: Dtype): boolean {
  return DTYPES.some((row) => row.dtype === dtype && row.half);
}

/** The number formats that a folder with these files offers, in the order of the rows. */
export function offeredDtypes(files: readonly SizedFile[]): OfferedDtype[] {
  const sizes = new Map(files.map(({ path, bytes }) => [path, bytes]));
  const place = PLACES.find((folder) =>
    DTYPES.some(({ suffix }) => sizes.has(`${folder}model${suffix}.onnx`)),
  );
  if (place === undefined) return [];
  return DTYPES.flatMap(({ dtype, suffix }): OfferedDtype[] => {
    const graph = `${place}model${suffix}.onnx`;
    if (!sizes.has(graph)) return [];
    const paths = [graph, ...externalData(graph, sizes)];
    return [{ dtype, graph, files: paths, bytes: paths.reduce((sum, path) => sum + sizes.get(path)!, 0) }];
  });
}

/** The shards beside a graph: `model.onnx_data`, `model.onnx_data_1`, … as far as they are there without a gap. */
function externalData(graph: string, sizes: ReadonlyMap<string, number>): string[] {
  const shards: string[] = [];
  for (let shard = `${graph}_data`; sizes.has(shard); shard = `${graph}_data_${shards.length}`)
    shards.push(shard);
  return shards;
}
