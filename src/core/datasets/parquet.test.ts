import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, test } from "vitest";
import { readRows } from "../../../tests/support/readRows";
import { bytesSource, type ByteSource } from "../experiment/source";
import { openDataset } from "./formats";

const COUNT = 2500;
const QUESTIONS = Array.from({ length: COUNT }, (_, index) => `What is ${index} + ${index}?`);

function file(codec: "SNAPPY" | "UNCOMPRESSED" = "SNAPPY"): Uint8Array {
  const columnData = [
    { name: "question", data: QUESTIONS, type: "STRING" as const },
    { name: "answer", data: QUESTIONS.map((_, index) => BigInt(2 * index)), type: "INT64" as const },
    {
      name: "share",
      data: QUESTIONS.map((_, index) => (index === 3 ? NaN : index / 2)),
      type: "DOUBLE" as const,
    },
    { name: "about", data: QUESTIONS.map((_, index) => ({ tags: [index, "x"] })), type: "JSON" as const },
    {
      name: "when",
      data: QUESTIONS.map((_, index) => new Date(86_400_000 * index)),
      type: "TIMESTAMP" as const,
    },
  ];
  return new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: 1000, codec }));
}

/** A source that says what was read of it. */
function metered(bytes: Uint8Array): ByteSource & { read: ByteSource["read"]; total: number } {
  const plain = bytesSource(bytes);
  const source = {
    size: bytes.length,
    total: 0,
    read: async (offset: number, length: number) => {
      const read = await plain.read(offset, length);
      source.total += read.length;
      return read;
    },
  };
  return source;
}

describe("Parquet", () => {
  test.each(["SNAPPY", "UNCOMPRESSED"] as const)("reads every row as plain JSON (%s)", async (codec) => {
    const { format, rows, bad } = await readRows(file(codec));
    expect([format, rows.length, bad]).toEqual(["parquet", COUNT, []]);
    expect(rows.map(({ index }) => index)).toEqual(QUESTIONS.map((_, index) => index));
    expect(rows[2001]?.fields).toEqual({
      question: QUESTIONS[2001],
      answer: 4002,
      share: 1000.5,
      about: { tags: [2001, "x"] },
      when: "1975-06-25T00:00:00.000Z",
    });
    expect(rows[3]?.fields.share).toBe("NaN");
  });

  test("knows columns and rows at once, and reads from the middle without what lies before", async () => {
    const bytes = file();
    const source = metered(bytes);
    const opened = await openDataset(source, "x.parquet");
    expect([opened.total, opened.columns]).toEqual([COUNT, ["question", "answer", "share", "about", "when"]]);
    source.total = 0;
    const { value } = await opened.read({ row: 2100, offset: 2100, line: 0 }, () => false).next();
    expect(value?.rows[0]).toMatchObject({ index: 2100, fields: { question: QUESTIONS[2100] } });
    expect(source.total).toBeLessThan(bytes.length / 3);
  });

  test("a row group that cannot be read is that many bad rows, and the others are read", async () => {
    const bytes = file("UNCOMPRESSED");
    bytes.fill(0xff, 4, 40);
    const { rows, bad } = await readRows(bytes);
    expect([rows.length, bad.length]).toEqual([1500, 1000]);
    expect(bad[0]).toMatchObject({ line: 1, reason: "unreadable" });
    expect(rows[0]).toMatchObject({ index: 0, fields: { question: QUESTIONS[1000] } });
  });
});
