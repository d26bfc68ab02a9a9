/** Numbers as float16 bits: nearest, ties to even; from ±65520 on ±∞. */
export function toFloat16(values: Float32Array): Uint16Array<ArrayBuffer> {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const result = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) result[i] = float16Bits(bits[i]!);
  return result;
}

/** Float16 bits as numbers; every float16 is exact in float32. */
export function fromFloat16(bits: Uint16Array): Float32Array {
  const result = new Float32Array(bits.length);
  values ??= Float32Array.from({ length: 0x10000 }, (_, pattern) => float16Value(pattern));
  for (let i = 0; i < bits.length; i++) result[i] = values[bits[i]!]!;
  return result;
}

/** All 65 536 float16 values, made at first use. */
let values: Float32Array | undefined;

/** Bit patterns of float32 numbers. */
const LEAST_NORMAL = 0x38800000; // 2^−14, the least normal float16
const OVERFLOW = 0x47800000; // 65536
const INFINITE = 0x7f800000;

/** A float32's bits as a float16's: 8 exponent bits become 5 (bias 127 → 15), 23 mantissa bits become 10. */
function float16Bits(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const size = bits & 0x7fffffff;
  if (size > INFINITE) return sign | 0x7e00;
  if (size >= OVERFLOW) return sign | 0x7c00;
  if (size < LEAST_NORMAL) return sign | subnormal(size);
  const rebased = size - ((127 - 15) << 23);
  // Half of the last place, less one, plus the bit that decides ties; a carry goes on into the exponent, as it should.
  return sign | ((rebased + 0x0fff + ((rebased >>> 13) & 1)) >>> 13);
}

/** Below 2^−14 a float16 counts units of 2^−24. */
function subnormal(size: number): number {
  const exponent = size >>> 23;
  const mantissa = (size & 0x7fffff) | 0x800000;
  const shift = 127 - 1 - exponent; // mantissa · 2^(exponent − 127 − 23) = units · 2^−24
  if (shift > 24) return 0;
  const half = 2 ** (shift - 1);
  const units = Math.floor(mantissa / 2 ** shift);
  const remainder = mantissa - units * 2 ** shift;
  return remainder > half || (remainder === half && units % 2 === 1) ? units + 1 : units;
}

function float16Value(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 0x1f;
  const mantissa = bits & 0x3ff;
  if (exponent === 0x1f) return mantissa === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  return sign * (mantissa + 0x400) * 2 ** (exponent - 25);
}
