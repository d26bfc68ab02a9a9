import { EXP_CUT, EXP_PER, GAP_CUT, GAP_PER } from "./tables";
import {
  F32,
  F64,
  I32,
  V128,
  f32,
  f32x4,
  f64x2,
  get,
  i32,
  i32x4,
  loopWhile,
  set,
  v128,
  wasmModule,
  when,
} from "./wasm";
import type { Code, WasmFunction } from "./wasm";

/** Bytes of the module's memory, from 0: tables, results, then the rows, whose length the caller chooses. */
const EXP_TABLE = 0;
const GAP_TABLE = align(EXP_TABLE + 8 * (EXP_PER * EXP_CUT + 1));
const RESULTS = align(GAP_TABLE + 32 * (GAP_PER * GAP_CUT + 1));
const ROWS = align(RESULTS + 256);
export const LAYOUT = { expTable: EXP_TABLE, gapTable: GAP_TABLE, results: RESULTS, rows: ROWS } as const;

/** Stands for −∞ in arithmetic, so that 0 · ∞ cannot arise; fills rows up to a multiple of 4. */
export const LEAST = -1e30;

function align(address: number): number {
  return Math.ceil(address / 64) * 64;
}

/** Adding it leaves a double's nearest integer in the low 32 bits of its representation. */
const ROUNDER = 1.5 * 2 ** 52;

const both = (value: number): Code => v128.const(value, value);

/** c₀ + z (c₁ + z (c₂ + …)) */
function horner(z: Code, [first, ...others]: readonly Code[]): Code {
  return others.length === 0 ? (first as Code) : f64x2.add(first as Code, f64x2.mul(z, horner(z, others)));
}

/** Address of table row `rounded`'s lane, rows of 2^shift bytes. */
function rowAddress(rounded: Code, lane: 0 | 1, shift: number): Code {
  return i32.shl(i32x4.extract(rounded, 2 * lane), i32.const(shift));
}

/** local[result] = e^x of two doubles ≤ 0. Overwrites the locals `rounded` and `r`; x is local `x` and is kept. */
function exp(result: number, x: number, rounded: number, r: number): Code {
  const clamped = f64x2.pmax(get(x), both(-EXP_CUT));
  return [
    ...set(r, clamped),
    ...set(rounded, f64x2.add(f64x2.mul(get(r), both(-EXP_PER)), both(ROUNDER))),
    ...set(r, f64x2.add(get(r), f64x2.mul(f64x2.sub(get(rounded), both(ROUNDER)), both(1 / EXP_PER)))),
    ...set(
      result,
      f64x2.mul(
        v128.gather64(rowAddress(get(rounded), 0, 3), rowAddress(get(rounded), 1, 3), EXP_TABLE),
        horner(get(r), [both(1), both(1), both(1 / 2), both(1 / 6), both(1 / 24)]),
      ),
    ),
  ];
}

/** Of four floats the two in the upper half, as doubles. */
function promoteHigh(x: Code): Code {
  return f64x2.promoteLow(v128.shuffle(x, x, [8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7]));
}

const add = (local: number, value: Code): Code => set(local, f64x2.add(get(local), value));

/** What `divergence` leaves at LAYOUT.results: pairs of doubles to be added, in this order, then four floats. */
export const SUMS = ["pLogP", "qLogQ", "pGap", "qGap", "p", "q", "distance", "js"] as const;
export type SumName = (typeof SUMS)[number];

/**
 * divergence(a, b, endOfA): sums over two rows of log-probabilities x, y with p = e^x, q = e^y.
 * Four entries at a time: rows are filled up with LEAST. After the sums comes the least entry seen, in four lanes.
 */
const divergence: WasmFunction = (() => {
  const [a, b, end] = [0, 1, 2] as const;
  const [x4, y4, least, x, y, p, q, gap, t, r] = [3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const;
  const sums = SUMS.map((_, index) => 13 + index);
  const local = Object.fromEntries(SUMS.map((name, index) => [name, sums[index]])) as Record<SumName, number>;
  const clamp = (row: Code) =>
    f32x4.pmin(f32x4.pmax(row, f32x4.splat(f32.const(LEAST))), f32x4.splat(f32.const(0)));
  const coefficient = (power: number) =>
    v128.gather64(rowAddress(get(t), 0, 5), rowAddress(get(t), 1, 5), GAP_TABLE + 8 * power);
  const pair = (half: (row: Code) => Code): Code => [
    ...set(x, half(get(x4))),
    ...set(y, half(get(y4))),
    ...exp(p, x, t, r),
    ...exp(q, y, t, r),
    ...set(gap, f64x2.sub(get(x), get(y))),
    ...add(local.pLogP, f64x2.mul(get(p), get(x))),
    ...add(local.qLogQ, f64x2.mul(get(q), get(y))),
    ...add(local.pGap, f64x2.mul(get(p), get(gap))),
    ...add(local.qGap, f64x2.mul(get(q), get(gap))),
    ...add(local.p, get(p)),
    ...add(local.q, get(q)),
    ...add(local.distance, f64x2.abs(f64x2.sub(get(p), get(q)))),
    ...set(gap, f64x2.pmin(f64x2.abs(get(gap)), both(GAP_CUT))),
    ...set(t, f64x2.add(f64x2.mul(get(gap), both(GAP_PER)), both(ROUNDER))),
    ...set(r, f64x2.sub(get(gap), f64x2.mul(f64x2.sub(get(t), both(ROUNDER)), both(1 / GAP_PER)))),
    ...add(local.js, f64x2.mul(f64x2.pmax(get(p), get(q)), horner(get(r), [0, 1, 2, 3].map(coefficient)))),
  ];
  const step: Code = [
    ...set(x4, v128.load(get(a))),
    ...set(y4, v128.load(get(b))),
    ...set(least, f32x4.pmin(get(least), f32x4.pmin(get(x4), get(y4)))),
    ...set(x4, clamp(get(x4))),
    ...set(y4, clamp(get(y4))),
    ...pair(f64x2.promoteLow),
    ...pair(promoteHigh),
    ...set(a, i32.add(get(a), i32.const(16))),
    ...set(b, i32.add(get(b), i32.const(16))),
  ];
  return {
    name: "divergence",
    parameters: [I32, I32, I32],
    locals: Array.from({ length: 18 }, () => V128),
    body: [
      ...loopWhile(i32.lessUnsigned(get(a), get(end)), step),
      ...[...sums, least].flatMap((local, index) => v128.store(i32.const(RESULTS), get(local), 16 * index)),
    ],
  };
})();

/** max(row, end): the greatest of four lanes each, NaN where one is, at LAYOUT.results. */
const max: WasmFunction = {
  name: "max",
  parameters: [I32, I32],
  locals: [V128],
  body: [
    ...set(2, f32x4.splat(f32.const(-Infinity))),
    ...loopWhile(i32.lessUnsigned(get(0), get(1)), [
      ...set(2, f32x4.max(get(2), v128.load(get(0)))),
      ...set(0, i32.add(get(0), i32.const(16))),
    ]),
    ...v128.store(i32.const(RESULTS), get(2)),
  ],
};

/** (x − shift) · factor of two doubles from a row. */
const scaled = (x: Code, shift: number, factor: number): Code =>
  f64x2.mul(f64x2.sub(x, f64x2.splat(get(shift))), f64x2.splat(get(factor)));

/** sumExp(row, end, shift, factor): Σ e^((x − shift)·factor) in two lanes at LAYOUT.results; the exponents are ≤ 0. */
const sumExp: WasmFunction = (() => {
  const [row, end, shift, factor, x4, x, e, t, r, sum] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const;
  const pair = (half: (row: Code) => Code): Code => [
    ...set(x, scaled(half(get(x4)), shift, factor)),
    ...exp(e, x, t, r),
    ...add(sum, get(e)),
  ];
  return {
    name: "sumExp",
    parameters: [I32, I32, F64, F64],
    locals: [V128, V128, V128, V128, V128, V128],
    body: [
      ...loopWhile(i32.lessUnsigned(get(row), get(end)), [
        ...set(x4, v128.load(get(row))),
        ...pair(f64x2.promoteLow),
        ...pair(promoteHigh),
        ...set(row, i32.add(get(row), i32.const(16))),
      ]),
      ...v128.store(i32.const(RESULTS), get(sum)),
    ],
  };
})();

/** shift(row, end, shift, factor, offset): x becomes (x − shift)·factor − offset, rounded to float32. */
const shift: WasmFunction = (() => {
  const [row, end, by, factor, offset, x4] = [0, 1, 2, 3, 4, 5] as const;
  const pair = (half: (row: Code) => Code): Code =>
    f32x4.demote(f64x2.sub(scaled(half(get(x4)), by, factor), f64x2.splat(get(offset))));
  return {
    name: "shift",
    parameters: [I32, I32, F64, F64, F64],
    locals: [V128],
    body: loopWhile(i32.lessUnsigned(get(row), get(end)), [
      ...set(x4, v128.load(get(row))),
      ...v128.store(
        get(row),
        v128.shuffle(
          pair(f64x2.promoteLow),
          pair(promoteHigh),
          [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23],
        ),
      ),
      ...set(row, i32.add(get(row), i32.const(16))),
    ]),
  };
})();

/**
 * atLeast(row, end, threshold, index, out): writes the indices of all entries ≥ threshold as i32 to `out` and on, and the
 * address after the last to LAYOUT.results. The first entry of `row` has index `index`. Up to 16 bytes more are touched.
 */
const atLeast: WasmFunction = (() => {
  const [row, end, threshold, index, out, mask] = [0, 1, 2, 3, 4, 5] as const;
  const lane = (number: number): Code => [
    ...i32.store(get(out), i32.add(get(index), i32.const(number))),
    ...set(
      out,
      i32.add(
        get(out),
        i32.shl(i32.and(i32.shrUnsigned(get(mask), i32.const(number)), i32.const(1)), i32.const(2)),
      ),
    ),
  ];
  return {
    name: "atLeast",
    parameters: [I32, I32, F32, I32, I32],
    locals: [I32],
    body: [
      ...loopWhile(i32.lessUnsigned(get(row), get(end)), [
        ...set(mask, i32x4.bitmask(f32x4.atLeast(v128.load(get(row)), f32x4.splat(get(threshold))))),
        ...when(get(mask), [0, 1, 2, 3].flatMap(lane)),
        ...set(index, i32.add(get(index), i32.const(4))),
        ...set(row, i32.add(get(row), i32.const(16))),
      ]),
      ...i32.store(i32.const(RESULTS), get(out)),
    ],
  };
})();

/** name(row, end, threshold): how many entries pass the comparison, as four lanes of i32 to be added at LAYOUT.results. */
function counter(name: string, compare: (x: Code, y: Code) => Code): WasmFunction {
  const [row, end, threshold, count] = [0, 1, 2, 3] as const;
  const passed = compare(v128.load(get(row)), f32x4.splat(get(threshold)));
  return {
    name,
    parameters: [I32, I32, F32],
    locals: [V128],
    body: [
      ...loopWhile(i32.lessUnsigned(get(row), get(end)), [
        ...set(count, i32x4.sub(get(count), passed)),
        ...set(row, i32.add(get(row), i32.const(16))),
      ]),
      ...v128.store(i32.const(RESULTS), get(count)),
    ],
  };
}

/** The kernel as a WebAssembly module. */
export function kernelModule(): Uint8Array<ArrayBuffer> {
  const counters = [counter("countAtLeast", f32x4.atLeast), counter("countAbove", f32x4.above)];
  return wasmModule([divergence, max, sumExp, shift, atLeast, ...counters], Math.ceil(ROWS / 65536) + 1);
}
