/** What came of one draft. */
export interface Draft {
  /** Tokens drafted. */
  drafted: number;
  /** Positions that stood in the end; at least 1. */
  stood: number;
  /** Drafted tokens among them; the one after these is another, or there is none. */
  agreed: number;
  /** From the first forward pass to the last decision. */
  milliseconds: number;
}

/** Says how many tokens to draft before the other model judges them: 1 is the plain loop. */
export interface Pace {
  next(): number;
  /** Told after every draft. */
  took(draft: Draft): void;
}

/** Always the same number of tokens. */
export function steady(length: number): Pace {
  return { next: () => length, took: () => undefined };
}

/** Draft lengths that are tried, each only after the one before proved faster than all shorter ones. */
const LENGTHS = [1, 8, 16] as const;

/** Drafts after which a length counts as measured: one token says less than a block. */
const ENOUGH_DRAFTS = { plain: 6, block: 1 };

/** Old measurements lose weight beyond so many tokens. */
const REMEMBERED_TOKENS = 64;

/** What was measured of one draft length; what is old has lost weight. */
export interface Measured {
  length: number;
  drafts: number;
  /** Tokens that stood. */
  tokens: number;
  /** Those of them that were drafted, and not put there instead of a drafted one. */
  agreed: number;
  milliseconds: number;
}

/** What the choice rests on, by draft length; handed to the next run of the same models, it need not be measured again. */
export type PaceMemory = Map<number, Measured>;

/**
 * Measures plain steps first, then a block, and goes on with what takes the least time per token that stands; goes back
 * when that gets slower than what was measured of another. The first draft is not counted: it reads the prompt.
 *
 * One draft says how long its like takes, but little of how many tokens will stand. That follows from how often drafted
 * tokens stood so far, in drafts of any length, plain steps included.
 */
export class AutomaticPace implements Pace {
  private first = true;

  constructor(private readonly memory: PaceMemory = new Map()) {}

  next(): number {
    const agreement = agreementOf([...this.memory.values()]);
    let best: { length: number; each: number } | undefined;
    for (const length of LENGTHS) {
      const measured = this.memory.get(length);
      const enough = length === 1 ? ENOUGH_DRAFTS.plain : ENOUGH_DRAFTS.block;
      if (!measured || measured.drafts < enough) return length;
      const each = measured.milliseconds / measured.drafts / expectedTokens(length, agreement);
      if (best && each >= best.each) return best.length;
      best = { length, each };
    }
    return best?.length ?? 1;
  }

  took({ drafted, stood, agreed, milliseconds }: Draft): void {
    if (this.first) {
      this.first = false;
      return;
    }
    // A draft cut short by the end of the text says nothing about its length.
    if (!LENGTHS.some((length) => length === drafted)) return;
    const before = this.memory.get(drafted) ?? { drafts: 0, tokens: 0, agreed: 0, milliseconds: 0 };
    const weight = before.tokens > REMEMBERED_TOKENS ? 0.5 : 1;
    this.memory.set(drafted, {
      length: drafted,
      drafts: before.drafts * weight + 1,
      tokens: before.tokens * weight + stood,
      agreed: before.agreed * weight + agreed,
      milliseconds: before.milliseconds * weight + milliseconds,
    });
  }

  /** What was measured so far, shortest drafts first. */
  get measured(): readonly Measured[] {
    return [...this.memory.values()].sort((one, other) => one.length - other.length);
  }
}

/** The share of judged tokens that were the drafted ones; 1 where none was judged. */
function agreementOf(all: readonly Measured[]): number {
  const judged = all.reduce((sum, { tokens }) => sum + tokens, 0);
  return judged === 0 ? 1 : all.reduce((sum, { agreed }) => sum + agreed, 0) / judged;
}

/** How many tokens of a draft stand on average where each agrees with this probability, the one that does not included. */
function expectedTokens(length: number, agreement: number): number {
  return agreement === 1 ? length : (1 - agreement ** length) / (1 - agreement);
}

export function millisecondsPerToken({ milliseconds, tokens }: Measured): number {
  return milliseconds / tokens;
}
