import type { LoadableModel } from "../../../client/loadable";
import type { SlotLoader } from "../lab";
import { ModelPlace } from "../models.svelte";

/** The model in slot C: in the page for as long as proxy-tuning wants it. */
export class ThirdModel {
  readonly place: ModelPlace<"c">;

  /** @param now a clock in milliseconds */
  constructor(
    private readonly loader: SlotLoader,
    now: () => number = () => performance.now(),
  ) {
    this.place = new ModelPlace("c", now);
    loader.onTrouble(({ where, failure }) => {
      if (where === "c") this.place.end({ phase: "failed", failure });
    });
  }

  get ready(): boolean {
    return this.place.state.phase === "ready";
  }

  /** Loads this model unless it is there already, on its way, or failed; lets go of any other. */
  want(model: LoadableModel | undefined): void {
    const { model: held } = this.place;
    if (model === undefined) return this.letGo();
    if (held && held.id === model.id && held.spec.device === model.spec.device) return;
    void this.load(model);
  }

  /** The model once more, after it failed or its loading was cancelled. */
  async reload(): Promise<void> {
    const { model } = this.place;
    if (model) await this.load(model);
  }

  cancel(): void {
    if (this.place.state.phase !== "loading") return;
    this.place.end({ phase: "cancelled" });
    this.loader.cancelLoad("c");
  }

  private async load(model: LoadableModel): Promise<void> {
    const { place } = this;
    const attempt = place.begin(model);
    const outcome = await this.loader.load("c", model.spec, (event) => {
      if (place.attempt === attempt) place.hear(event);
    });
    if (place.attempt !== attempt) return;
    if (outcome.ok) place.end({ phase: "ready", info: outcome.value });
    else if (outcome.failure.code === "stopped") place.end({ phase: "cancelled" });
    else place.end({ phase: "failed", failure: outcome.failure });
  }

  private letGo(): void {
    if (this.place.model === undefined) return;
    this.place.model = undefined;
    this.place.end({ phase: "absent" });
    this.loader.letGoOf("c");
  }
}
