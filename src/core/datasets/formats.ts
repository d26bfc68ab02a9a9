import { badFile, named } from "../experiment/badFile";
import { bytesSource, type ByteSource } from "../experiment/source";
import { json } from "./json";
import { jsonLines } from "./jsonLines";
import { parquet } from "./parquet";
import type { DatasetFormat, FileHead, FormatId, OpenRows } from "./rowFormat";
import { table } from "./table";
import { looseText, utf16Mark, utf16Text, utf8Bytes } from "./utf8";

/** Every format that is read; the first that recognises a file reads it. */
export const FORMATS: readonly DatasetFormat[] = [parquet, jsonLines, json, table];

/** Endings of names by which a text is never a single JSON value: of lines, each is a row, or of a table. */
const NOT_JSON: readonly string[] = [...jsonLines.extensions, "csv", "tsv", "tab"];
const SCALARS: Readonly<Record<string, string>> = {
  number: "a single number",
  string: "a single text",
  boolean: "a single yes or no",
};

/** Bytes by which a format is told. */
const HEAD = 256 * 1024;

/** Bytes of a UTF-16 file: it is turned into UTF-8 as a whole. */
export const MOST_UTF16 = 64 * 1024 ** 2;

/** A file that was opened. */
export interface OpenDataset extends OpenRows {
  format: FormatId;
  /** Bytes that `DatasetBatch.bytes` counts up to, about; undefined where they are not known before the end. */
  bytes: number | undefined;
}

/** Files that are no data set, by their first bytes. */
const OTHERS: readonly { begins: readonly number[]; is: string; hint: string }[] = [
  { begins: [0x1f, 0x8b], is: "packed by gzip", hint: "Unpack it first." },
  { begins: [0x50, 0x4b, 3, 4], is: "a zip archive", hint: "Unpack it and choose the data set in it." },
  { begins: [0x28, 0xb5, 0x2f, 0xfd], is: "packed by zstd", hint: "Unpack it first." },
  { begins: [0x42, 0x5a, 0x68], is: "packed by bzip2", hint: "Unpack it first." },
];

/**
 * Opens a data set of any format that is read, told by the first bytes and, where these leave it open, the name's ending.
 *
 * @param name as the file is called; undefined for pasted text
 * @throws ExpectedError "bad-input" where the file as a whole cannot be read
 */
export async function openDataset(source: ByteSource, name: string | undefined): Promise<OpenDataset> {
  const first = await source.read(0, HEAD);
  const utf16 = utf16Mark(first);
  const text = utf16 === undefined ? source : await fromUtf16(source, utf16);
  const head = headOf(text === source ? first : await text.read(0, HEAD), name);
  refuseOthers(head);
  refuseRowless(head);
  const format = FORMATS.find((one) => one.recognises(head));
  if (!format)
    throw badFile(
      first.length === 0 ? "The file is empty." : "The file is neither text nor Parquet.",
      "JSON, JSON Lines, CSV, TSV and Parquet are read.",
    );
  const opened = await named(`The ${format.label} file`, () => format.open(text, head));
  return { ...opened, format: format.id, bytes: Number.isFinite(text.size) ? text.size : undefined };
}

function headOf(bytes: Uint8Array, name: string | undefined): FileHead {
  const extension = /\.([^./\\]{1,16})$/.exec(name ?? "")?.[1]?.toLowerCase() ?? "";
  const whole = bytes.length < HEAD;
  const text = looseText(bytes);
  return { extension, bytes, whole, text: text.includes("\0") ? undefined : text };
}

function refuseOthers({ bytes, text }: FileHead): void {
  for (const { begins, is, hint } of OTHERS) {
    if (begins.every((byte, at) => bytes[at] === byte)) throw badFile(`The file is ${is}.`, hint);
  }
  if (/^\s*<(!doctype|html|\?xml)/i.test(text ?? ""))
    throw badFile(
      "This is a web page, not a data set.",
      "Choose the address of the file itself: on the Hub it has /resolve/ in it.",
    );
}

/** A text in which no format can find a row. */
function refuseRowless({ bytes, text, whole, extension }: FileHead): void {
  if (text === undefined || bytes.length === 0) return;
  if (text.trim() === "")
    throw badFile(
      whole
        ? "The file holds nothing but white space."
        : `The first ${bytes.length} bytes of the file are nothing but white space.`,
      "Choose another, or fill it with rows: JSON, JSON Lines, CSV and TSV are read.",
    );
  const kind = whole && !NOT_JSON.includes(extension) ? scalarOf(text) : undefined;
  if (kind !== undefined)
    throw badFile(
      `The file is JSON, but all of it is ${kind}: ${text.trim().slice(0, 40)}.`,
      "Rows are objects: write a list of them, or one a line.",
    );
}

/** What a JSON text without objects and lists is; undefined where it is anything else. */
function scalarOf(text: string): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (value === null) return "an empty value";
  return typeof value === "object" ? undefined : SCALARS[typeof value];
}

async function fromUtf16(source: ByteSource, label: "utf-16le" | "utf-16be"): Promise<ByteSource> {
  if (source.size > MOST_UTF16)
    throw badFile(
      `The file is UTF-16 and has ${source.size} bytes; at most ${MOST_UTF16} of such are read.`,
      "Save it as UTF-8.",
    );
  const text = utf16Text(await source.read(0, MOST_UTF16), label);
  if (text === undefined) throw badFile("The file says that it is UTF-16, and is not.", "Save it as UTF-8.");
  return bytesSource(utf8Bytes(text));
}
