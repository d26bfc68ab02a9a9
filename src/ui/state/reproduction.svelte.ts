import type { Side } from "../../contract/lab";
import {
  digestOf,
  madeDifferently,
  reproduce,
  type ComparisonDigest,
  type DigestedComparison,
  type MadeWith,
  type Reproduction,
} from "../../core/compare/digest";

/** What one model ran on where the link was made, what it runs on here, and what of it is not the same. */
export interface SideMade {
  side: Side;
  link: MadeWith;
  here: MadeWith;
  differs: readonly (keyof MadeWith)[];
}

/** What became of the result that the opened link speaks of. */
export type ReproductionStatus =
  { type: "waiting" } | { type: "compared"; result: Reproduction; made: SideMade[]; at: MadeAt };

/** With what the numbers were made. */
export interface MadeAt {
  /** Temperatures; that of the link is undefined where it does not say. */
  link: number | undefined;
  here: number;
  /** Whether the settings that decide what is written are others than where the link was made, as far as it says. */
  changed?: boolean;
}

/** Where a view's result comes from. */
export interface DigestSource {
  /** The shown result, where it is whole, computed here, and what the settings ask for. */
  live: () => DigestedComparison | undefined;
  /** What a digest is about. Where and how the models run is what it judges. */
  subject: () => string;
}

/** The digest in the link: the one it was opened with, held against what comes out here; else that of what is shown. */
export class ReproductionState {
  /** What the opened link says; `subject` is what it says it of, once that is known. */
  private claim: { digest: ComparisonDigest; subject: string | undefined } | undefined = $state.raw();

  constructor(private readonly source: DigestSource) {}

  /** A link was opened, with or without a digest. */
  open(digest: ComparisonDigest | undefined): void {
    this.claim = digest && { digest, subject: undefined };
  }

  /** The settings are those of the opened link: from now on another text or model is no longer what it speaks of. */
  settle(): void {
    if (this.claim) this.claim = { ...this.claim, subject: this.subject };
  }

  /** From now on the link speaks of the numbers that are shown. */
  adopt(): void {
    this.claim = undefined;
  }

  /** What the link is to say: what it said when it was opened, as long as it is about the same. */
  get linked(): ComparisonDigest | undefined {
    return this.claimed ?? this.own;
  }

  /** Undefined where the link says nothing about a result. */
  get status(): ReproductionStatus | undefined {
    const { claimed, result } = this;
    if (claimed === undefined) return undefined;
    if (result === undefined) return { type: "waiting" };
    return { type: "compared", ...result };
  }

  private readonly claimed = $derived.by(() => {
    const { claim } = this;
    return claim && (claim.subject === undefined || claim.subject === this.subject)
      ? claim.digest
      : undefined;
  });

  private readonly live = $derived.by(() => this.source.live());

  private readonly own = $derived.by(() => this.live && digestOf(this.live));

  private readonly result = $derived.by(() => {
    const { claimed, live } = this;
    if (claimed === undefined || live === undefined) return undefined;
    const here = this.own;
    if (here === undefined) return undefined;
    const made = (["a", "b"] as const).map((side): SideMade => {
      const differs = madeDifferently(claimed[side], here[side]);
      return { side, link: claimed[side], here: here[side], differs };
    });
    const changed = claimed.settings !== undefined && claimed.settings !== here.settings;
    const at = { link: claimed.temperature, here: live.temperature, changed };
    return { result: reproduce(claimed, live), made, at };
  });

  private get subject(): string {
    return this.source.subject();
  }
}
