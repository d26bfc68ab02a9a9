// Loads exported folders with stock transformers.js and runs them. One message in, one out.
import { AutoModelForCausalLM, DynamicCache, Tensor, env } from "./transformers.js";

env.allowRemoteModels = false;
env.allowLocalModels = true;
env.localModelPath = "/models/";
env.useBrowserCache = false;
env.useWasmCache = false;
env.backends.onnx.wasm.wasmPaths = "/runtime/";
env.backends.onnx.wasm.numThreads = 1;

const integers = (rows) =>
  new Tensor("int64", BigInt64Array.from(rows.flat(), BigInt), [rows.length, rows[0].length]);

/** Greedy continuations by `generate()`, the rows' prompts padded on the left. */
async function generate(model, { ids, mask, newTokens }) {
  const output = await model.generate({
    inputs: integers(ids),
    attention_mask: integers(mask),
    max_new_tokens: newTokens,
    do_sample: false,
  });
  return output.tolist().map((row) => row.slice(ids[0].length).map(Number));
}

/** Logits (step, row, token, V) of blocks fed one after the other, and where the cache was kept. */
async function feed(model, steps) {
  const cache = new DynamicCache();
  const logits = [];
  for (const { ids, mask } of steps) {
    const output = await model({
      input_ids: integers(ids),
      attention_mask: integers(mask),
      past_key_values: cache,
    });
    logits.push(output.logits.tolist());
    const present = Object.entries(output).filter(([name]) => name.startsWith("present"));
    cache.update(
      Object.fromEntries(present.map(([name, value]) => [name.replace("present", "past_key_values"), value])),
    );
  }
  return { logits, location: Object.values(cache)[0].location };
}

self.onmessage = async ({ data: { device, exercises } }) => {
  try {
    const answers = [];
    for (const { folder, prompts, steps } of exercises) {
      const model = await AutoModelForCausalLM.from_pretrained(folder, { device });
      answers.push({ generated: await generate(model, prompts), ...(await feed(model, steps)) });
    }
    self.postMessage({ answers });
  } catch (error) {
    self.postMessage({ error: String(error?.stack ?? error) });
  }
};
