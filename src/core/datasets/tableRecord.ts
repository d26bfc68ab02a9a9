/** Where a table's record ends, or what is wrong with it. `lines` are the line breaks up to `next`. */
export type TableRecord =
  | { kind: "record"; stop: number; next: number; lines: number; quoted: boolean }
  | { kind: "broken"; next: number; lines: number; detail: string }
  | { kind: "more"; inQuotes: boolean };

const QUOTE = 34;
const LF = 10;
const CR = 13;

/**
 * The record of a table that begins at `from`, after RFC 4180: cells may stand in quotes, which then hold separators,
 * line breaks and doubled quotes; a quote elsewhere is a character like any other. Lines end in LF, CRLF or CR.
 *
 * What goes on after a closing quote is broken, and so is a quote that never closes; reading goes on at the line after.
 *
 * @param separator code of the one-byte character between cells
 */
export function tableRecord(bytes: Uint8Array, from: number, separator: number, ended: boolean): TableRecord {
  let lines = 0;
  let quoted = false;
  let inQuotes = false;
  let cellStart = true;
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (inQuotes) {
      if (byte === QUOTE) {
        const after = bytes[at + 1];
        if (after === undefined && !ended) return { kind: "more", inQuotes };
        if (after === QUOTE) at++;
        else if (after === undefined || after === separator || after === LF || after === CR) inQuotes = false;
        else return afterLine(bytes, at, lines, ended, "text after a closing quote");
      } else if (byte === LF || (byte === CR && bytes[at + 1] !== LF)) lines++;
    } else if (byte === LF || byte === CR) {
      if (byte === CR && at + 1 === bytes.length && !ended) return { kind: "more", inQuotes };
      const next = byte === CR && bytes[at + 1] === LF ? at + 2 : at + 1;
      return { kind: "record", stop: at, next, lines: lines + 1, quoted };
    } else if (byte === separator) cellStart = true;
    else {
      if (cellStart && byte === QUOTE) quoted = inQuotes = true;
      cellStart = false;
    }
  }
  if (!ended) return { kind: "more", inQuotes };
  if (inQuotes) return afterLine(bytes, from, 0, ended, "a quote that never closes");
  return { kind: "record", stop: bytes.length, next: bytes.length, lines, quoted };
}

function afterLine(
  bytes: Uint8Array,
  from: number,
  lines: number,
  ended: boolean,
  detail: string,
): TableRecord {
  for (let at = from; at < bytes.length; at++) {
    if (bytes[at] !== LF && bytes[at] !== CR) continue;
    if (bytes[at] === CR && at + 1 === bytes.length && !ended) break;
    const next = bytes[at] === CR && bytes[at + 1] === LF ? at + 2 : at + 1;
    return { kind: "broken", next, lines: lines + 1, detail };
  }
  return ended ? { kind: "broken", next: bytes.length, lines, detail } : { kind: "more", inQuotes: true };
}

/** The cells of a record that `tableRecord` found whole. */
export function tableCells(record: string, separator: string, quoted: boolean): string[] {
  if (!quoted) return record.split(separator);
  const cells: string[] = [];
  for (let at = 0; ;) {
    const end = record[at] === '"' ? closingQuote(record, at) + 1 : -1;
    const stop = end > 0 ? end : record.indexOf(separator, at);
    if (end > 0) cells.push(record.slice(at + 1, end - 1).replaceAll('""', '"'));
    else cells.push(stop < 0 ? record.slice(at) : record.slice(at, stop));
    if (stop < 0 || stop >= record.length) return cells;
    at = stop + 1;
  }
}

function closingQuote(record: string, open: number): number {
  for (let at = record.indexOf('"', open + 1); at >= 0; at = record.indexOf('"', at + 2)) {
    if (record[at + 1] !== '"') return at;
  }
  return record.length - 1;
}
