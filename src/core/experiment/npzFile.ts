/**
 * NPZ files (a zip of NPY arrays, as numpy.savez and savez_compressed write them), read lazily: opening reads the
 * zip's directory and each array's header, rows are read when they are asked for.
 */
import { badFile, named } from "./badFile";
import { InflatedSource } from "./inflated";
import { countOf, numbersOf, readNpyHeader, sizeOf, type NpyType } from "./npy";
import type { ByteSource } from "./source";
import { Reader, ZipReader, type Entry } from "./zipLibrary";

/** How much of a directory is read. */
interface DirectoryLimits {
  arrays: number;
  /** Bytes of the zip's directory. */
  bytes: number;
}

/** Of files whose every array is opened: 256 arrays need some 30 KB. */
const FEW: DirectoryLimits = { arrays: 256, bytes: 4 * 1024 ** 2 };
/** Of files with arrays of many samples: 120 to 150 bytes an array. */
const MANY: DirectoryLimits = { arrays: 500_000, bytes: 128 * 1024 ** 2 };
/** The most that deflate can gain. */
const DEFLATE_RATIO = 1032;
const STORED = 0;
const DEFLATED = 8;

/** One array of a file; nothing but its header was read. */
export interface NpyArray {
  readonly name: string;
  readonly type: NpyType;
  readonly shape: readonly number[];
  /** Whether rows can be read in any order at the same cost. */
  readonly stored: boolean;
  /** Rows `from … from + count − 1` along the first axis, flat. */
  rows(from: number, count: number): Promise<ArrayLike<number>>;
  /** The whole array, flat. Refused beyond `mostBytes`. */
  whole(mostBytes?: number): Promise<ArrayLike<number>>;
}

export interface NpzFile {
  /** By name, without “.npy”. Arrays that cannot be used are left out. */
  readonly arrays: ReadonlyMap<string, NpyArray>;
  /** Why those that were left out cannot be used, by name. */
  readonly refused: ReadonlyMap<string, Error>;
}

/** What an array of statistics or ids may have, in bytes: room for a million positions of 64 numbers. */
const MOST_WHOLE = 512 * 1024 ** 2;

/**
 * Opens a file. Every array whose header can be read is in `arrays`; any other does not spoil its neighbours.
 *
 * @throws ExpectedError "bad-input" where it is no zip, cut, or says impossible things of itself
 */
export async function openNpz(source: ByteSource): Promise<NpzFile> {
  const directory = await readDirectory(source, FEW);
  const arrays = new Map<string, NpyArray>();
  const refused = new Map<string, Error>();
  for (const name of directory.keys()) {
    try {
      arrays.set(name, await openFrom(source, directory, name));
    } catch (error) {
      refused.set(name, error as Error);
    }
  }
  if (arrays.size === 0) {
    const [first] = refused.values();
    throw first ?? noArrays();
  }
  return { arrays, refused };
}

/** A file of which nothing but its directory was read. */
export interface NpzDirectory {
  /** Names of the arrays, without “.npy”, in the order of the directory. */
  names(): Iterable<string>;
  has(name: string): boolean;
  /** Reads one array's header. Throws ExpectedError where it is not there or cannot be used. */
  open(name: string): Promise<NpyArray>;
}

/**
 * Opens a file of any number of arrays (up to 500 000): its directory is read, 120 to 150 bytes an array, and nothing
 * else before an array is asked for.
 *
 * @throws ExpectedError "bad-input" where it is no zip, cut, or says impossible things of itself
 */
export async function openNpzDirectory(source: ByteSource): Promise<NpzDirectory> {
  const directory = await readDirectory(source, MANY);
  if (directory.size === 0) throw noArrays();
  return {
    names: () => directory.keys(),
    has: (name) => directory.has(name),
    open: (name) => openFrom(source, directory, name),
  };
}

function noArrays(): Error {
  return badFile("This zip holds no numpy array (no .npy inside).", "Choose an .npz file.");
}

/** What a directory says of one array. */
type Place = Pick<
  Entry,
  "offset" | "compressedSize" | "uncompressedSize" | "compressionMethod" | "encrypted"
>;

/** By the arrays' names, without “.npy”. */
function readDirectory(source: ByteSource, limits: DirectoryLimits): Promise<Map<string, Place>> {
  return named("This file", async () => {
    const reader = new ZipReader(new SourceReader(source, limits));
    const places = new Map<string, Place>();
    let files = 0;
    for await (const entry of reader.getEntriesGenerator()) {
      if (++files > limits.arrays) throw badFile(`This zip holds more than ${limits.arrays} files.`);
      if (entry.directory || !entry.filename.endsWith(".npy")) continue;
      const { offset, compressedSize, uncompressedSize, compressionMethod, encrypted } = entry;
      const place = { offset, compressedSize, uncompressedSize, compressionMethod, encrypted };
      places.set(entry.filename.slice(0, -".npy".length), place);
    }
    return places;
  });
}

function openFrom(source: ByteSource, directory: Map<string, Place>, name: string): Promise<NpyArray> {
  return named(`“${name}”`, async () => {
    const place = directory.get(name);
    if (!place) throw badFile(`There is no array “${name}” in this file.`);
    return openArray(source, place, name);
  });
}

async function openArray(source: ByteSource, entry: Place, name: string): Promise<NpyArray> {
  const unpacked = await unpackedSource(source, entry, name);
  const { type, shape, dataOffset } = await readNpyHeader(name, (offset, length) =>
    unpacked.read(offset, length),
  );
  const bytes = countOf(shape) * sizeOf(type);
  if (dataOffset + bytes !== unpacked.size)
    throw badFile(
      `“${name}” says (${shape.join(", ")}) ${type}, which are ${bytes} bytes, but has ${unpacked.size - dataOffset}.`,
    );
  const [length = 1, ...inner] = shape;
  const rowBytes = countOf(inner) * sizeOf(type);
  const read = async (from: number, count: number): Promise<ArrayLike<number>> => {
    const wanted = count * rowBytes;
    const found = await unpacked.read(dataOffset + from * rowBytes, wanted);
    if (found.length !== wanted)
      throw badFile(`“${name}” is cut: ${found.length} of ${wanted} bytes are there.`);
    return numbersOf(type, found);
  };
  return {
    name,
    type,
    shape,
    stored: !(unpacked instanceof InflatedSource),
    rows: (from, count) => {
      if (from < 0 || count < 0 || from + count > length)
        throw new RangeError(
          `Rows ${from} … ${from + count - 1} are not within 0 … ${length - 1} of “${name}”`,
        );
      return read(from, count);
    },
    whole: async (mostBytes = MOST_WHOLE) => {
      if (bytes > mostBytes)
        throw badFile(`“${name}” has ${bytes} bytes; at most ${mostBytes} are read of such an array.`);
      return read(0, length);
    },
  };
}

/** The entry's content, with everything the directory says of it held against the file first. */
async function unpackedSource(file: ByteSource, entry: Place, name: string): Promise<ByteSource> {
  const { compressedSize, uncompressedSize, compressionMethod, encrypted } = entry;
  if (encrypted) throw badFile(`“${name}” is encrypted.`, "Save it without a password.");
  if (compressionMethod !== STORED && compressionMethod !== DEFLATED)
    throw badFile(
      `“${name}” is compressed in a way (${compressionMethod}) that numpy does not use.`,
      "Write it with numpy.savez or numpy.savez_compressed.",
    );
  const header = await file.read(entry.offset, 30);
  if (header.length < 30 || header[0] !== 0x50 || header[1] !== 0x4b || header[2] !== 3 || header[3] !== 4)
    throw badFile(`“${name}” is not where the zip's directory says.`, "The file is cut or damaged.");
  const half = (at: number): number => (header[at] ?? 0) + 256 * (header[at + 1] ?? 0);
  const offset = entry.offset + 30 + half(26) + half(28);
  if (offset + compressedSize > file.size)
    throw badFile(`“${name}” is cut: it ends at byte ${offset + compressedSize} of a file of ${file.size}.`);
  if (compressionMethod === STORED) {
    if (compressedSize !== uncompressedSize)
      throw badFile(
        `“${name}” is stored as it is, yet says both ${compressedSize} and ${uncompressedSize} bytes.`,
      );
    return {
      size: uncompressedSize,
      read: (from, length) =>
        file.read(offset + from, Math.max(0, Math.min(length, uncompressedSize - from))),
    };
  }
  if (uncompressedSize > DEFLATE_RATIO * compressedSize + 1024)
    throw badFile(
      `“${name}” says that ${compressedSize} bytes unpack to ${uncompressedSize}, which is impossible.`,
      "It was edited or made to fill the memory: do not use it.",
    );
  return new InflatedSource(file, { name, offset, compressed: compressedSize, size: uncompressedSize });
}

/** A source as zip.js reads it. Only the directory goes this way. */
class SourceReader extends Reader<ByteSource> {
  constructor(
    private readonly source: ByteSource,
    private readonly limits: DirectoryLimits,
  ) {
    super(source);
    this.size = source.size;
  }

  override async readUint8Array(index: number, length: number): Promise<Uint8Array> {
    if (length > this.limits.bytes)
      throw badFile(
        `The directory of this zip says it has ${length} bytes; at most ${this.limits.bytes} are read.`,
      );
    return this.source.read(index, length);
  }
}
