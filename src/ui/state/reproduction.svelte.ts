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
import type { ComparedText } from "./comparedText";
import type { ComparisonState } from "./comparison.svelte";
import type { SettingsState } from "./settings.svelte";

/** What one model ran on where the link was made, what it runs on here, and what of it is not the same. */
export interface SideMade {
  side: Side;
  link: MadeWith;
  here: MadeWith;
  differs: readonly (keyof MadeWith)[];
}

/** What became of the result that the opened link speaks of. */
export type ReproductionStatus =
  { type: "waiting" } | { type: "compared"; result: Reproduction; made: SideMade[] };

interface Parts {
  settings: SettingsState;
  comparison: ComparisonState;
  /** Whether the shown comparison is of the texts in the fields. */
  upToDate: () => boolean;
}

/** The digest in the link: the one it was opened with, held against what comes out here; else that of what is shown. */
export class ReproductionState {
  /** What the opened link says; `subject` is what it says it of, once that is known. */
  private claim: { digest: ComparisonDigest; subject: string | undefined } | undefined = $state.raw();

  constructor(private readonly parts: Parts) {}

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

  /** The shown comparison, where it is whole, computed here, and what the settings ask for. */
  private readonly live = $derived.by((): DigestedComparison | undefined => {
    const { comparison, settings, upToDate } = this.parts;
    const { text, status, seenAt } = comparison;
    if (status.type !== "live" || text === undefined || !text.complete || !upToDate()) return undefined;
    if (seenAt.temperature !== settings.get("temperature")) return undefined;
    if (text.a.id !== settings.get("modelA") || text.b.id !== settings.get("modelB")) return undefined;
    return digested(text, seenAt.temperature);
  });

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
    return { result: reproduce(claimed, live), made };
  });

  /** What a digest is about: texts, models, temperature. Where and how the models run is what it judges. */
  private get subject(): string {
    const { settings } = this.parts;
    const ids = settings.get("solutionIds");
    return JSON.stringify([
      settings.get("prompt"),
      settings.get("chat"),
      ids.length > 0 ? ids : settings.get("solution"),
      settings.get("modelA"),
      settings.get("modelB"),
      settings.get("temperature"),
    ]);
  }
}

function digested(text: ComparedText, temperature: number): DigestedComparison {
  return {
    prompt: text.prompt.map(({ id }) => id),
    solution: text.ids,
    js: text.column(({ js }) => js),
    entropyA: text.column(({ entropyA }) => entropyA),
    entropyB: text.column(({ entropyB }) => entropyB),
    temperature,
    a: text.a,
    b: text.b,
  };
}
