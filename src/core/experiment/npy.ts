/**
 * The NPY format, versions 1 to 3: magic bytes, a Python dictionary with type, order and shape, then the numbers.
 * Little endian, C order, numbers only; everything else is refused by name.
 * Source: numpy.lib.format, https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
import { fromFloat16, toFloat16 } from "../compare/float16";
import { badFile } from "./badFile";

export type NpyType =
  | "float16"
  | "float32"
  | "float64"
  | "int8"
  | "uint8"
  | "int16"
  | "uint16"
  | "int32"
  | "uint32"
  | "int64"
  | "uint64";

export interface NpyHeader {
  type: NpyType;
  /** Axes from the slowest to the fastest; none for a single number. */
  shape: readonly number[];
  /** Bytes before the first number. */
  dataOffset: number;
}

interface TypeRow {
  descr: string;
  /** Bytes per number. */
  size: number;
  /** `count` numbers from byte `at` of a buffer on, as near as float64 holds them. */
  numbers: (buffer: ArrayBufferLike, at: number, count: number) => ArrayLike<number>;
}

const TYPES: Readonly<Record<NpyType, TypeRow>> = {
  float16: { descr: "<f2", size: 2, numbers: (...part) => fromFloat16(new Uint16Array(...part)) },
  float32: { descr: "<f4", size: 4, numbers: (...part) => new Float32Array(...part) },
  float64: { descr: "<f8", size: 8, numbers: (...part) => new Float64Array(...part) },
  int8: { descr: "|i1", size: 1, numbers: (...part) => new Int8Array(...part) },
  uint8: { descr: "|u1", size: 1, numbers: (...part) => new Uint8Array(...part) },
  int16: { descr: "<i2", size: 2, numbers: (...part) => new Int16Array(...part) },
  uint16: { descr: "<u2", size: 2, numbers: (...part) => new Uint16Array(...part) },
  int32: { descr: "<i4", size: 4, numbers: (...part) => new Int32Array(...part) },
  uint32: { descr: "<u4", size: 4, numbers: (...part) => new Uint32Array(...part) },
  int64: {
    descr: "<i8",
    size: 8,
    numbers: (...part) => Float64Array.from(new BigInt64Array(...part), Number),
  },
  uint64: {
    descr: "<u8",
    size: 8,
    numbers: (...part) => Float64Array.from(new BigUint64Array(...part), Number),
  },
};

const BY_DESCR = new Map(
  (Object.entries(TYPES) as [NpyType, TypeRow][]).flatMap(([type, { descr, size }]) =>
    // A single byte has no order, so any mark of one is right.
    (size === 1 ? ["|", "<", ">", "="] : ["<"]).map((order): [string, NpyType] => [
      `${order}${descr.slice(1)}`,
      type,
    ]),
  ),
);

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY
/** Bytes that say how long the header is: magic, version, length (2 or 4 bytes). */
const PREAMBLE = 12;
/** numpy itself reads 10 000 by default. */
const MOST_HEADER = 65_536;
const ALIGNMENT = 64;

/** Bytes per number of a type. */
export function sizeOf(type: NpyType): number {
  return TYPES[type].size;
}

/** Numbers in an array of a shape. */
export function countOf(shape: readonly number[]): number {
  return shape.reduce((product, axis) => product * axis, 1);
}

/** Bytes as numbers, which may share their memory; 64-bit integers beyond 2⁵³ are rounded. */
export function numbersOf(type: NpyType, bytes: Uint8Array): ArrayLike<number> {
  const { size, numbers } = TYPES[type];
  const { buffer, byteOffset, byteLength } = bytes.byteOffset % size === 0 ? bytes : bytes.slice();
  return numbers(buffer, byteOffset, byteLength / size);
}

/** Numbers as the bytes of a type that is written: integers must fit, floats are rounded to the nearest. */
export function bytesOf(
  type: "float16" | "float32" | "float64" | "int32" | "uint8",
  numbers: ArrayLike<number>,
): Uint8Array {
  const viewOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
    new Uint8Array(buffer, byteOffset, byteLength);
  switch (type) {
    case "float16":
      return viewOf(toFloat16(Float32Array.from(numbers)));
    case "float32":
      return viewOf(numbers instanceof Float32Array ? numbers : Float32Array.from(numbers));
    case "float64":
      return viewOf(Float64Array.from(numbers));
    case "int32":
      return viewOf(Int32Array.from(numbers));
    case "uint8":
      return Uint8Array.from(numbers);
    default:
      return type satisfies never;
  }
}

/** What stands before the numbers of an array, padded so that they begin at a multiple of 64. */
export function npyHeader(type: NpyType, shape: readonly number[]): Uint8Array {
  const axes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const dictionary = `{'descr': '${TYPES[type].descr}', 'fortran_order': False, 'shape': (${axes}), }`;
  const unpadded = MAGIC.length + 4 + dictionary.length + 1;
  const length = dictionary.length + 1 + ((ALIGNMENT - (unpadded % ALIGNMENT)) % ALIGNMENT);
  const text = `${dictionary.padEnd(length - 1)}\n`;
  return Uint8Array.from([
    ...MAGIC,
    1,
    0,
    length & 0xff,
    length >> 8,
    ...Array.from(text, (c) => c.charCodeAt(0)),
  ]);
}

/**
 * The header of an array, of which only the first bytes are read.
 *
 * @param name for messages
 * @throws ExpectedError "bad-input" that names what is not supported
 */
export async function readNpyHeader(
  name: string,
  read: (offset: number, length: number) => Promise<Uint8Array>,
): Promise<NpyHeader> {
  const preamble = await read(0, PREAMBLE);
  if (preamble.length < PREAMBLE || MAGIC.some((byte, index) => preamble[index] !== byte))
    throw badFile(`“${name}” is not a numpy array: it does not begin as one.`);
  const [major = 0, low = 0, high = 0, third = 0, fourth = 0] = [6, 8, 9, 10, 11].map((at) => preamble[at]);
  if (major < 1 || major > 3)
    throw badFile(`“${name}” has version ${major} of the NPY format; 1 to 3 are read.`);
  const start = major === 1 ? 10 : 12;
  const length = low + 256 * high + (major === 1 ? 0 : 65_536 * third + 16_777_216 * fourth);
  if (length > MOST_HEADER)
    throw badFile(`“${name}” says that its header has ${length} bytes; at most ${MOST_HEADER} are read.`);
  const header = await read(start, length);
  if (header.length < length)
    throw badFile(`“${name}” is cut: its header has ${header.length} of ${length} bytes.`);
  const text = Array.from(header, (byte) => String.fromCharCode(byte)).join("");
  return { ...parseHeader(name, text), dataOffset: start + length };
}

function parseHeader(name: string, text: string): Pick<NpyHeader, "type" | "shape"> {
  const descr = /'descr'\s*:\s*(?:'([^']{0,40})'|(\[))/.exec(text);
  const fortran = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  const axes = /'shape'\s*:\s*\(([\d\s,L]*)\)/.exec(text)?.[1];
  if (!descr || fortran === undefined || axes === undefined)
    throw badFile(`“${name}” has a header that is not numpy's: ${JSON.stringify(text.slice(0, 80))}.`);
  if (descr[2] !== undefined)
    throw badFile(
      `“${name}” is a structured array (records with fields).`,
      "Save each field as an array of its own.",
    );
  const type = typeOf(name, descr[1] ?? "");
  const words = axes.split(",").map((word) => word.trim());
  if (words.at(-1) === "") words.pop();
  const shape = words.map((word) => Number(/^(\d{1,15})L?$/.exec(word)?.[1] ?? NaN));
  const bytes = countOf(shape) * sizeOf(type);
  if (shape.length > 32 || !Number.isSafeInteger(bytes))
    throw badFile(`“${name}” has the shape (${axes.trim().slice(0, 80)}), which no array can have.`);
  if (fortran === "True" && shape.filter((axis) => axis > 1).length > 1)
    throw badFile(
      `“${name}” is stored column by column (Fortran order).`,
      "Save numpy.ascontiguousarray(array) instead.",
    );
  return { type, shape };
}

function typeOf(name: string, descr: string): NpyType {
  const type = BY_DESCR.get(descr);
  if (type !== undefined) return type;
  const letter = descr.replace(/^[<>|=]/, "").charAt(0);
  if (letter === "O")
    throw badFile(
      `“${name}” holds Python objects, which only unpickling could read, and that can run code.`,
      "Save an array of numbers: array.astype(numpy.float32).",
    );
  if (descr.startsWith(">"))
    throw badFile(
      `“${name}” is big-endian (${descr}).`,
      "Save array.astype(array.dtype.newbyteorder('<')) instead.",
    );
  const kinds: Record<string, string> = {
    U: "text",
    S: "bytes",
    a: "bytes",
    V: "raw records",
    c: "complex numbers",
    M: "dates",
    m: "durations",
    b: "true and false",
  };
  throw badFile(
    `“${name}” holds ${kinds[letter] ?? "numbers of an unknown kind"} (${JSON.stringify(descr)}); float16, float32, float64 and integers are read.`,
    "Save it as numpy.float32 or numpy.int32.",
  );
}
