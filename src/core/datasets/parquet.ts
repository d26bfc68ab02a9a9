import { badFile, named } from "../experiment/badFile";
import type { ByteSource } from "../experiment/source";
import type { BadRow, DatasetRow } from "./dataset";
import { detailOf } from "./jsonRow";
import { plainCell } from "./plainCell";
import type { DatasetFormat, MarkedBatch, OpenRows, RowMark } from "./rowFormat";

/** Unpacked bytes of a row group: one at a time is held. */
const MOST_GROUP = 512 * 1024 ** 2;
const MOST_ROWS = 1e9;
/** Rows a batch. */
const BATCH = 1000;

const MAGIC = [80, 65, 82, 49]; // PAR1

/** Apache Parquet, read row group by row group; the library is loaded when the first file is opened. */
export const parquet: DatasetFormat = {
  id: "parquet",
  label: "Parquet",
  extensions: ["parquet"],
  recognises: ({ bytes }) => MAGIC.every((byte, at) => bytes[at] === byte),
  open,
};

interface Group {
  /** Rows of the file before it. */
  first: number;
  rows: number;
  /** Compressed, all groups up to and with this one. */
  bytesUpTo: number;
  unpacked: number;
}

async function open(source: ByteSource): Promise<OpenRows> {
  const [{ parquetMetadataAsync }, { parquetReadColumn }, { compressors }] = await Promise.all([
    import("hyparquet/src/metadata.js"),
    import("hyparquet/src/read.js"),
    import("hyparquet-compressors"),
  ]);
  const file = {
    byteLength: source.size,
    slice: async (start: number, end = source.size): Promise<ArrayBuffer> => {
      if (!(start >= 0 && start <= end && end <= source.size))
        throw new Error(`bytes ${start} … ${end} of ${source.size} are asked for`);
      const bytes = await source.read(start, end - start);
      return bytes.slice().buffer as ArrayBuffer;
    },
  };
  const metadata = await named("The Parquet file", () => parquetMetadataAsync(file, { geoparquet: false }));
  const { groups, columns } = await named("The Parquet file", () => ({
    groups: groupsOf(metadata.row_groups),
    columns: namesOf(metadata.schema),
  }));
  const total = groups.reduce((sum, { rows }) => sum + rows, 0);
  if (total > MOST_ROWS || total > 1000 * source.size)
    throw badFile(`The Parquet file says that it has ${total} rows in ${source.size} bytes.`);

  let held: { group: Group; cells: readonly ArrayLike<unknown>[] } | undefined;
  const cellsOf = async (group: Group, number: number): Promise<readonly ArrayLike<unknown>[]> => {
    if (held?.group === group) return held.cells;
    held = undefined;
    if (group.unpacked > MOST_GROUP)
      throw new Error(`a row group of ${group.unpacked} bytes; at most ${MOST_GROUP} are read at once`);
    const own = { ...metadata, row_groups: metadata.row_groups.slice(number, number + 1) };
    const cells: ArrayLike<unknown>[] = [];
    for (const column of columns) {
      const read = await parquetReadColumn({
        file,
        metadata: own,
        columns: [column],
        compressors,
        geoparquet: false,
      });
      if (read.length !== group.rows)
        throw new Error(`column “${column}” has ${read.length} cells for ${group.rows} rows`);
      cells.push(read);
    }
    held = { group, cells };
    return cells;
  };

  async function* read(from: RowMark, stop: () => boolean): AsyncGenerator<MarkedBatch, void> {
    let index = from.row;
    for (const [number, group] of groups.entries()) {
      if (group.first + group.rows <= from.offset) continue;
      let cells: readonly ArrayLike<unknown>[] | undefined;
      let detail = "";
      try {
        cells = await cellsOf(group, number);
      } catch (error) {
        detail = detailOf(error);
      }
      for (let at = Math.max(0, from.offset - group.first); at < group.rows; at += BATCH) {
        if (stop()) return;
        const rows: DatasetRow[] = [];
        const bad: BadRow[] = [];
        const offsets: number[] = [];
        const end = Math.min(group.rows, at + BATCH);
        for (let row = at; row < end; row++) {
          const place = group.first + row;
          if (cells) {
            const own = cells;
            const fields = Object.fromEntries(
              columns.map((name, column) => [name, plainCell(own[column]?.[row])]),
            );
            rows.push({ index: index++, fields });
            offsets.push(place);
          } else bad.push({ line: place + 1, reason: "unreadable", detail });
        }
        yield { rows, bad, bytes: end === group.rows ? group.bytesUpTo : before(groups, number), offsets };
      }
    }
  }

  return { start: { row: 0, offset: 0, line: 0 }, columns, total, read };
}

function before(groups: readonly Group[], number: number): number {
  return groups[number - 1]?.bytesUpTo ?? 0;
}

interface GroupMetadata {
  num_rows: bigint;
  total_byte_size: bigint;
  columns: readonly { meta_data?: { total_compressed_size: bigint; total_uncompressed_size: bigint } }[];
}

function groupsOf(metadata: readonly GroupMetadata[]): Group[] {
  let first = 0;
  let bytesUpTo = 0;
  return metadata.map(({ num_rows, columns }) => {
    const rows = Number(num_rows);
    if (!(rows >= 0)) throw new Error(`a row group with ${rows} rows`);
    const sum = (size: "total_compressed_size" | "total_uncompressed_size") =>
      columns.reduce((all, { meta_data }) => all + Number(meta_data?.[size] ?? 0), 0);
    bytesUpTo += sum("total_compressed_size");
    const group = { first, rows, bytesUpTo, unpacked: sum("total_uncompressed_size") };
    first += rows;
    return group;
  });
}

/** The columns of the top level: the root's children, each followed by all of its own. */
function namesOf(schema: readonly { name: string; num_children?: number }[]): string[] {
  const names: string[] = [];
  let at = 1;
  for (let child = 0; child < (schema[0]?.num_children ?? 0); child++) {
    const column = schema[at];
    if (!column) throw new Error("its schema is cut");
    names.push(column.name);
    for (let open = 1; open > 0; at++) {
      const inner = schema[at];
      if (!inner) throw new Error("its schema is cut");
      open += (inner.num_children ?? 0) - 1;
    }
  }
  return names;
}
