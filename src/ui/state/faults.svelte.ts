import type { Side } from "../../contract/lab";
import type { Failure } from "../../core/errors";
import type { ModelsState } from "./models.svelte";

/** Something that went wrong with the page as a whole, said once, above it. */
export type Fault =
  | { type: "models"; sides: readonly Side[]; failure: Failure } // sides that fail for one reason are one fault
  | { type: "cancelled"; side: Side } // a model that was asked for and whose loading was cancelled
  | { type: "lab"; failure: Failure }
  | { type: "not-kept"; why: "none" | "full" } // a model's files, which the next visit downloads again
  | { type: "drafts" };

/** What faults depend on besides the models. */
export interface FaultSources {
  /** The models that were missing when something was last asked of them. */
  missing: () => readonly Side[];
  draftsKept: () => boolean;
}

/** What is wrong and not dismissed, each thing once, however many parts of the page stumbled over it. */
export class FaultsState {
  /** States of models, and "drafts". */
  private dismissed: ReadonlySet<unknown> = $state.raw(new Set());

  constructor(
    private readonly models: ModelsState,
    private readonly sources: FaultSources,
  ) {}

  get shown(): readonly Fault[] {
    const faults: Fault[] = [];
    for (const { side, state } of [this.models.a, this.models.b]) {
      if (this.dismissed.has(state)) continue;
      if (state.phase === "failed") join(faults, side, state.failure);
      if (state.phase === "cancelled" && this.sources.missing().includes(side)) {
        faults.push({ type: "cancelled", side });
      }
    }
    const { labFailure } = this.models;
    if (labFailure) faults.push({ type: "lab", failure: labFailure });
    const why = this.models.a.notKept ?? this.models.b.notKept;
    if (why !== undefined && !this.dismissed.has("not-kept")) faults.push({ type: "not-kept", why });
    if (!this.sources.draftsKept() && !this.dismissed.has("drafts")) faults.push({ type: "drafts" });
    return faults;
  }

  /**
   * Whether a failure of a run is one of the faults, so that it need not be said a second time beside the text; nor need
   * it be once the model is loaded again.
   */
  says(failure: Failure): boolean {
    if (this.models.labFailure && failure.code === "not-kept") return true;
    const failed = [this.models.a, this.models.b].flatMap(({ state }) =>
      state.phase === "failed" ? [state.failure] : [],
    );
    return [...failed, ...this.models.ended].some(
      ({ code, message }) => message === failure.message || (code === "device-lost" && failure.code === code),
    );
  }

  dismiss(fault: Fault): void {
    switch (fault.type) {
      case "models":
        return this.hide(...fault.sides.map((side) => this.models[side].state));
      case "cancelled":
        return this.hide(this.models[fault.side].state);
      case "lab":
        this.models.labFailure = undefined;
        return;
      case "not-kept":
      case "drafts":
        return this.hide(fault.type);
      default:
        return fault satisfies never;
    }
  }

  /** Something was asked that a fault stands in the way of: all are said again. */
  insist(): void {
    this.dismissed = new Set();
  }

  private hide(...keys: readonly unknown[]): void {
    this.dismissed = new Set([...this.dismissed, ...keys]);
  }
}

function join(faults: Fault[], side: Side, failure: Failure): void {
  const same = faults.findIndex(
    (fault) => fault.type === "models" && fault.failure.message === failure.message,
  );
  const known = faults[same];
  if (known?.type === "models") faults[same] = { ...known, sides: [...known.sides, side] };
  else faults.push({ type: "models", sides: [side], failure });
}
