/**
 * Just enough of a WebAssembly assembler to write a numeric loop as nested expressions: an instruction is a function of
 * its operands' code and gives its own, operands first, as the stack machine wants it.
 * Opcodes: WebAssembly Core Specification 2.0, section 5.4 (128-bit SIMD included).
 */
export type Code = readonly number[];

/** Value types of the binary format. */
export const I32 = 0x7f;
export const F32 = 0x7d;
export const F64 = 0x7c;
export const V128 = 0x7b;
export type ValueType = typeof I32 | typeof F32 | typeof F64 | typeof V128;

const SIMD_PREFIX = 0xfd;

function unsigned(value: number): Code {
  const bytes: number[] = [];
  for (; value >= 0x80; value = Math.floor(value / 0x80)) bytes.push((value % 0x80) | 0x80);
  return [...bytes, value];
}

function signed(value: number): Code {
  const bytes: number[] = [];
  for (; value < -0x40 || value >= 0x40; value >>= 7) bytes.push((value & 0x7f) | 0x80);
  return [...bytes, value & 0x7f];
}

function bytesOf(value: number): Code {
  return [...new Uint8Array(new Float64Array([value]).buffer)];
}

const unary =
  (...opcode: Code) =>
  (x: Code): Code => [...x, ...opcode];
const binary =
  (...opcode: Code) =>
  (x: Code, y: Code): Code => [...x, ...y, ...opcode];
const simd = (opcode: number): Code => [SIMD_PREFIX, ...unsigned(opcode)];
/** Alignment hint 0 (any address) and a constant added to the address. */
const at = (offset: number): Code => [0, ...unsigned(offset)];

export const get = (local: number): Code => [0x20, ...unsigned(local)];
export const set = (local: number, value: Code): Code => [...value, 0x21, ...unsigned(local)];

export const i32 = {
  const: (value: number): Code => [0x41, ...signed(value)],
  add: binary(0x6a),
  and: binary(0x71),
  shl: binary(0x74),
  shrUnsigned: binary(0x76),
  lessUnsigned: binary(0x49),
  store: (address: Code, value: Code): Code => [...address, ...value, 0x36, ...at(0)],
};

export const f32 = {
  const: (value: number): Code => [0x43, ...new Uint8Array(new Float32Array([value]).buffer)],
};

export const v128 = {
  const: (x: number, y: number): Code => [...simd(0x0c), ...bytesOf(x), ...bytesOf(y)],
  load: (address: Code, offset = 0): Code => [...address, ...simd(0x00), ...at(offset)],
  store: (address: Code, value: Code, offset = 0): Code => [
    ...address,
    ...value,
    ...simd(0x0b),
    ...at(offset),
  ],
  /** Two doubles from two addresses. */
  gather64: (first: Code, second: Code, offset: number): Code => [
    ...second,
    ...first,
    ...simd(0x5d),
    ...at(offset),
    ...simd(0x57),
    ...at(offset),
    1,
  ],
  /** Bytes of x and y taken by index: 0 … 15 of x, 16 … 31 of y. */
  shuffle: (x: Code, y: Code, indices: Code): Code => [...x, ...y, ...simd(0x0d), ...indices],
};

export const i32x4 = {
  /** The lanes' sign bits as the low four bits of an i32. */
  bitmask: unary(...simd(0xa4)),
  extract: (x: Code, lane: number): Code => [...x, ...simd(0x1b), lane],
  sub: binary(...simd(0xb1)),
};

export const f32x4 = {
  /** All bits set where x ≥ y. */
  atLeast: binary(...simd(0x46)),
  /** All bits set where x > y. */
  above: binary(...simd(0x44)),
  splat: unary(...simd(0x13)),
  /** NaN where either is. */
  max: binary(...simd(0xe9)),
  /** y < x ? y : x */
  pmin: binary(...simd(0xea)),
  /** x < y ? y : x */
  pmax: binary(...simd(0xeb)),
  demote: unary(...simd(0x5e)),
};

export const f64x2 = {
  splat: unary(...simd(0x14)),
  promoteLow: unary(...simd(0x5f)),
  abs: unary(...simd(0xec)),
  add: binary(...simd(0xf0)),
  sub: binary(...simd(0xf1)),
  mul: binary(...simd(0xf2)),
  pmin: binary(...simd(0xf6)),
  pmax: binary(...simd(0xf7)),
};

/** Runs `body` as long as `condition` is not zero; tests once before the loop and then at its end. */
export function loopWhile(condition: Code, body: Code): Code {
  return when(condition, [0x03, 0x40, ...body, ...condition, 0x0d, 0, 0x0b]);
}

/** Runs `body` where `condition` is not zero. */
export function when(condition: Code, body: Code): Code {
  return [...condition, 0x04, 0x40, ...body, 0x0b];
}

export interface WasmFunction {
  name: string;
  parameters: readonly ValueType[];
  /** Locals after the parameters, which are numbered first. */
  locals: readonly ValueType[];
  body: Code;
}

/** A module that exports its functions (without results) and a memory named "memory" of `pages` × 64 KiB at first. */
export function wasmModule(functions: readonly WasmFunction[], pages: number): Uint8Array<ArrayBuffer> {
  const vector = (items: readonly Code[]): Code => [...unsigned(items.length), ...items.flat()];
  const section = (id: number, content: Code): Code => [id, ...unsigned(content.length), ...content];
  const name = (text: string): Code => vector([...text].map((letter) => [letter.charCodeAt(0)]));
  const entry = (body: Code): Code => [...unsigned(body.length), ...body];
  return new Uint8Array([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(
      1,
      vector(functions.map(({ parameters }) => [0x60, ...vector(parameters.map((type) => [type])), 0])),
    ),
    ...section(3, vector(functions.map((_, index) => unsigned(index)))),
    ...section(5, vector([[0x00, ...unsigned(pages)]])),
    ...section(
      7,
      vector([
        [...name("memory"), 0x02, 0],
        ...functions.map((f, index) => [...name(f.name), 0x00, ...unsigned(index)]),
      ]),
    ),
    ...section(
      10,
      vector(
        functions.map(({ locals, body }) =>
          entry([...vector(locals.map((type) => [1, type])), ...body, 0x0b]),
        ),
      ),
    ),
  ]);
}
