import type { TokenId } from "../../model";
import { sharedLength } from "../sharedLength";
import type { MixedRows } from "./mixture";

/** The rows of a text's positions, so that another weight needs no model as far as it writes the same text. */
export class KeptRows {
  private text: readonly TokenId[] = [];
  /** By position: the length of what stands before it. */
  private readonly rows = new Map<number, MixedRows>();

  /** @param bytes kept at most; positions beyond are computed again */
  constructor(private readonly bytes: number) {}

  /** The rows of the position after all of `ids`, if they were kept for just these ids. */
  get(ids: readonly TokenId[]): MixedRows | undefined {
    const rows = this.rows.get(ids.length);
    return rows && sharedLength(this.text, ids) === ids.length ? rows : undefined;
  }

  /** Keeps the rows of the position after all of `ids`; those of other texts are let go. */
  put(ids: readonly TokenId[], rows: MixedRows): void {
    const shared = sharedLength(this.text, ids);
    for (const position of this.rows.keys()) if (position > shared) this.rows.delete(position);
    this.text = [...ids];
    if ((this.rows.size + 1) * bytesOf(rows) <= this.bytes) this.rows.set(ids.length, rows);
  }
}

function bytesOf({ a, b, c }: MixedRows): number {
  return a.byteLength + b.byteLength + (c && c !== a ? c.byteLength : 0);
}
