import { strFromU8 } from "fflate";
import {
  align,
  beginsCharacter,
  bitsPerByte,
  textBytes,
  tokenEnds,
  type AlignedSpan,
  type TokenBorders,
} from "./alignment";
import type { ReadEvent, ReadSide } from "./readEvents";

/** One model's reading of a text. */
export interface ApartSide extends ReadSide {
  /** −ln p of each solution token that was read so far, in nats. */
  surprise: readonly number[];
  /** Its place among all tokens, from 1. */
  ranks: readonly number[];
}

/** What one text is to two models that cut it differently. A value: `with` gives a new one. */
export class ApartText {
  private constructor(
    readonly run: number,
    /** The solution as it was given. */
    readonly text: string,
    readonly a: ApartSide,
    readonly b: ApartSide,
  ) {}

  static begin({ run, a, b }: Extract<ReadEvent, { type: "read-start" }>, text: string): ApartText {
    const side = (read: ReadSide): ApartSide => ({ ...read, surprise: [], ranks: [] });
    return new ApartText(run, text, side(a), side(b));
  }

  /** With what a block adds. Blocks of one side come in order. */
  with({ side, logprobs, ranks }: Extract<ReadEvent, { type: "read-block" }>): ApartText {
    const before = this[side];
    const after: ApartSide = {
      ...before,
      surprise: [...before.surprise, ...Array.from(logprobs, (logprob) => 0 - logprob)],
      ranks: [...before.ranks, ...ranks],
    };
    return side === "a"
      ? new ApartText(this.run, this.text, after, this.b)
      : new ApartText(this.run, this.text, this.a, after);
  }

  get complete(): boolean {
    return [this.a, this.b].every(({ solution, surprise }) => surprise.length === solution.length);
  }

  /** Bytes of the text in UTF-8: what both totals are divided by. */
  get bytes(): number {
    return textBytes(this.text).length;
  }

  /** The sum of a side's surprise over the text's bytes, in bits; NaN before all is read. */
  bitsPerByte(side: "a" | "b"): number {
    const { solution, surprise } = this[side];
    if (surprise.length < solution.length) return NaN;
    const nats = surprise.reduce((sum, value) => sum + value, 0);
    return bitsPerByte(nats, this.bytes);
  }

  /**
   * The text between common borders, both sums beside each other; undefined before all is read, and where a tokenizer
   * spells another text than was given, so that its borders are not the text's. No span cuts a character.
   */
  spans(): TextSpan[] | undefined {
    if (!this.complete) return undefined;
    const bytes = textBytes(this.text);
    const [a, b] = [borders(this.a, bytes), borders(this.b, bytes)];
    if (!a || !b) return undefined;
    return align(a, b, (at) => beginsCharacter(bytes, at)).map((span) => {
      return { ...span, text: strFromU8(bytes.subarray(span.from, span.to)) };
    });
  }
}

/** A span and what stands in it. */
export type TextSpan = AlignedSpan & { text: string };

function borders({ solution, surprise }: ApartSide, bytes: Uint8Array): TokenBorders | undefined {
  const ends = tokenEnds(solution, bytes);
  return ends && { ends, surprise };
}
