import { expect, test } from "vitest";
import { F64, I32, V128, f64x2, get, i32, loopWhile, set, v128, wasmModule, when } from "./wasm";

interface Exports {
  memory: WebAssembly.Memory;
  run: (...values: number[]) => void;
}

function instantiate(bytes: Uint8Array<ArrayBuffer>): Exports {
  return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as unknown as Exports;
}

test("a module of one function reads like the loop it is", () => {
  // Doubles every pair of doubles from address 0 to `end`, and adds `offset`.
  const [address, end, offset] = [1, 0, 2];
  const doubled = f64x2.mul(v128.load(get(address)), v128.const(2, 2));
  const bytes = wasmModule(
    [
      {
        name: "run",
        parameters: [I32, I32, F64],
        locals: [],
        body: loopWhile(i32.lessUnsigned(get(address), get(end)), [
          ...v128.store(get(address), f64x2.add(doubled, f64x2.splat(get(offset)))),
          ...set(address, i32.add(get(address), i32.const(16))),
        ]),
      },
    ],
    1,
  );
  const { memory, run } = instantiate(bytes);
  const doubles = new Float64Array(memory.buffer);
  doubles.set([1, 2, 3, 4, 5]);
  run(32, 0, 0.5);
  expect([...doubles.subarray(0, 5)]).toEqual([2.5, 4.5, 6.5, 8.5, 5]);
});

test("a loop whose condition is false at first does not run", () => {
  const body = loopWhile(i32.const(0), v128.store(i32.const(0), v128.const(7, 7)));
  const { memory, run } = instantiate(wasmModule([{ name: "run", parameters: [], locals: [V128], body }], 1));
  run();
  expect(new Float64Array(memory.buffer)[0]).toBe(0);
});

test.each([0, 1, 63, 64, 127, 128, 300, 65535, 2 ** 31 - 1, -1, -64, -65, -(2 ** 31)])(
  "the constant %d keeps its value",
  (value) => {
    const body = i32.store(i32.const(512), i32.const(value));
    const { memory, run } = instantiate(wasmModule([{ name: "run", parameters: [], locals: [], body }], 1));
    run();
    expect(new Int32Array(memory.buffer)[128]).toBe(value);
  },
);

test("a branch runs where its condition is not 0", () => {
  const body = when(get(0), i32.store(i32.const(0), i32.const(1)));
  const { memory, run } = instantiate(wasmModule([{ name: "run", parameters: [I32], locals: [], body }], 1));
  run(0);
  expect(new Int32Array(memory.buffer)[0]).toBe(0);
  run(5);
  expect(new Int32Array(memory.buffer)[0]).toBe(1);
});
