import type { Side } from "../../contract/lab";
import type { Token } from "../../core/model";
import type { BranchContent } from "./branches.svelte";
import type { ModelsState } from "./models.svelte";

/** What was asked for while the models were still on their way; it is done as soon as those it needs are ready. */
export type Pending =
  | { type: "compare" }
  | { type: "write"; writer: Side }
  | { type: "force"; position: number; token: Token; writer: Side }
  | { type: "switch" }
  | { type: "compare-written"; waitsFor: Side; onCompared: (content: BranchContent) => void };

/** The one wish that waits for models, and whether it is in vain. */
export class WaitingState {
  pending: Pending | undefined = $state.raw();
  /** The models that were missing, and not on their way, when something was last asked of them. */
  missing: readonly Side[] = $state.raw([]);

  /** @param onMissing called when something is asked of models that are not coming */
  constructor(
    private readonly models: ModelsState,
    private readonly onMissing: () => void,
  ) {}

  /** True where the models it needs are there; else the wish waits for them, or is refused where they are not coming. */
  readyFor(wish: Pending): boolean {
    const needed = neededBy(wish);
    const ready = this.models.areReady(needed);
    // What was written is compared as what it is, whoever asks for it.
    const waits =
      wish.type === "compare" && this.pending?.type === "compare-written" ? this.pending : undefined;
    this.missing = this.models.missing.filter((side) => needed.includes(side));
    if (this.missing.length > 0) this.onMissing();
    this.pending = ready ? undefined : (waits ?? (this.missing.length > 0 ? undefined : wish));
    return ready;
  }

  /** Whether the models are there that the wish needs; where there is none, whether both are. */
  get over(): boolean {
    return this.models.areReady(neededBy(this.pending));
  }

  /** Whether the wish needs one model only. */
  get forOne(): boolean {
    return neededBy(this.pending).length === 1;
  }

  /** The wish, which no longer waits: whoever takes it does it. */
  take(): Pending | undefined {
    const { pending } = this;
    this.pending = undefined;
    return pending;
  }

  /** The texts are others now: what was asked of those before is neither waited for nor missed. */
  forget(): void {
    this.missing = [];
    this.pending = undefined;
  }
}

/** The models a wish cannot do without: writing takes its writer only. */
function neededBy(wish: Pending | undefined): readonly Side[] {
  return wish?.type === "write" || wish?.type === "force" ? [wish.writer] : ["a", "b"];
}
