import type { Side } from "../../contract/lab";
import type { Failure, Outcome } from "../../core/errors";
import type { ModelInfo } from "../../core/model";
import type { SelfCheckResult } from "../../core/selfCheck/selfCheck";
import type { Checker } from "./lab";
import type { ModelsState } from "./models.svelte";

/** What is known of a loaded model's numbers. */
export type SelfCheck =
  | { type: "checking"; against: "reference" | "wasm" }
  | { type: "checked"; result: SelfCheckResult }
  /** `failure`: why a check did not come to its end. `possible`: whether a copy on WASM can be asked. */
  | { type: "unchecked"; failure?: Failure; possible: boolean };

/** A check belongs to one load of a model; another load is another model. */
interface Known {
  info: ModelInfo;
  check: SelfCheck;
}

/** Whether the two loaded models compute what they should. A check never stands in the way of anything. */
export class SelfChecksState {
  private a: Known | undefined = $state.raw();
  private b: Known | undefined = $state.raw();

  constructor(
    private readonly models: ModelsState,
    private readonly checker: Checker,
  ) {}

  /** Of the model that is loaded on a side; undefined where none is, or its check has not begun. */
  of(side: Side): SelfCheck | undefined {
    const known = this[side];
    return known && known.info === this.infoOf(side) ? known.check : undefined;
  }

  /** The sides whose check failed, with what it came to. */
  get failed(): { side: Side; result: SelfCheckResult }[] {
    return (["a", "b"] as const).flatMap((side) => {
      const check = this.of(side);
      return check?.type === "checked" && !check.result.passed ? [{ side, result: check.result }] : [];
    });
  }

  /** Checks every loaded model whose check has not begun. */
  checkNew(): void {
    for (const side of ["a", "b"] as const) if (this.of(side) === undefined) void this.check(side);
  }

  /** Checks a loaded model against the values that ship with it, where some do. */
  check(side: Side): Promise<void> {
    return this.run(side, "reference", () => this.checker.selfCheck(side));
  }

  /** Checks against a second copy on WASM: for when the person asks for it. */
  checkAgainstWasm(side: Side): Promise<void> {
    return this.run(side, "wasm", () => this.checker.checkAgainstWasm(side, () => undefined));
  }

  private async run(
    side: Side,
    against: "reference" | "wasm",
    check: () => Promise<Outcome<SelfCheckResult> | undefined>,
  ): Promise<void> {
    const info = this.infoOf(side);
    if (info === undefined) return;
    const checking: Known = { info, check: { type: "checking", against } };
    this[side] = checking;
    const outcome = await check();
    if (this[side] !== checking) return;
    this[side] = { info, check: checkOf(info, outcome) };
  }

  private infoOf(side: Side): ModelInfo | undefined {
    const { state } = this.models[side];
    return state.phase === "ready" ? state.info : undefined;
  }
}

function checkOf(info: ModelInfo, outcome: Outcome<SelfCheckResult> | undefined): SelfCheck {
  if (outcome === undefined) return unchecked(info);
  return outcome.ok
    ? { type: "checked", result: outcome.value }
    : { ...unchecked(info), failure: outcome.failure };
}

/** There is nothing to hold a model against that runs on WASM already. */
function unchecked({ device }: ModelInfo): SelfCheck & { type: "unchecked" } {
  return { type: "unchecked", possible: device === "webgpu" };
}
