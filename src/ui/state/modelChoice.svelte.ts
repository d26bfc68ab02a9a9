import type { EmbeddedModel } from "../../client/embedded";
import type { Side } from "../../contract/lab";
import type { Settings } from "../../core/config/settings";
import type { Outcome } from "../../core/errors";
import { strings } from "../strings";
import type { ApartState } from "./apart.svelte";
import type { ComparisonState } from "./comparison.svelte";
import { HubState, wantedDtype } from "./hub.svelte";
import type { ModelsState } from "./models.svelte";
import type { SettingsState } from "./settings.svelte";
import type { ShownState } from "./shown.svelte";
import type { TextsState } from "./texts.svelte";
import type { WaitingState } from "./waiting.svelte";

const SIDES: readonly Side[] = ["a", "b"];
const MODEL_SETTING = { a: "modelA", b: "modelB" } as const satisfies Record<Side, keyof Settings>;
const REVISION_SETTING = { a: "revisionA", b: "revisionB" } as const satisfies Record<Side, keyof Settings>;

interface Parts {
  settings: SettingsState;
  hub: HubState;
  /** The models that can be loaded without a question. */
  embedded: () => Promise<Outcome<EmbeddedModel[]>>;
  models: ModelsState;
  waiting: WaitingState;
  texts: TextsState;
  comparison: ComparisonState;
  apart: ApartState;
  shown: ShownState;
  /** Ends whatever runs. */
  stop: () => void;
  /** Does what waits for the models, as far as they are there. */
  goLive: () => Promise<void>;
}

/** Which models the settings name, on which device; and that those are loaded. */
export class ModelChoice {
  /** The models that can be chosen for either side. */
  offered: readonly EmbeddedModel[] = $state.raw([]);

  constructor(private readonly parts: Parts) {}

  /** Loads the models that the settings name. */
  async load(): Promise<void> {
    await Promise.all(SIDES.map((side) => this.loadSide(side)));
    await this.parts.goLive();
  }

  /** Loads what the settings name on each side that holds another model, or holds it elsewhere. */
  async replaceOthers(): Promise<void> {
    const others = SIDES.filter((side) => this.isOther(side));
    await Promise.all(others.map((side) => this.loadSide(side)));
  }

  /** Another model for a side; the text that is shown is compared anew, as the person's own. */
  async choose(side: Side, id: string): Promise<void> {
    const { settings, waiting, texts, shown } = this.parts;
    if (HubState.names(settings.all(), side)) return this.replace(side, id);
    const wanted = shown.hasText;
    this.parts.stop();
    settings.assign({ [MODEL_SETTING[side]]: id, recording: "" });
    texts.edited();
    if (wanted) waiting.pending = { type: "compare" };
    await this.loadSide(side);
    await this.parts.goLive();
  }

  /** One of the page's own for a side whose model cannot be had. */
  replace(side: Side, id: string): Promise<void> {
    return this.change({ [MODEL_SETTING[side]]: id, [REVISION_SETTING[side]]: "" });
  }

  /** Other models, or other formats of them; the text that is shown is compared anew, as the person's own. */
  async change(chosen: Partial<Settings>): Promise<void> {
    const { settings, waiting, texts, shown } = this.parts;
    const wanted = shown.hasText;
    this.parts.stop();
    settings.assign({ ...chosen, recording: "" });
    // Ids of the tokenizer before mean nothing to another: the text is what goes on.
    if (settings.get("solution") !== "") settings.assign({ solutionIds: [], branches: [] });
    texts.edited();
    if (wanted) waiting.pending = { type: "compare" };
    await this.replaceOthers();
    await this.parts.goLive();
  }

  /** Both models on another device; the text that is shown is compared anew. */
  async chooseDevice(device: Settings["device"]): Promise<void> {
    const { settings, waiting, comparison, apart, shown } = this.parts;
    const { pending } = waiting;
    const computed =
      apart.text !== undefined || (comparison.text !== undefined && comparison.status.type !== "recorded");
    this.parts.stop();
    settings.set("device", device);
    waiting.pending = pending ?? (computed && shown.upToDate ? { type: "compare" } : undefined);
    await this.load();
  }

  async reload(side: Side): Promise<void> {
    const { models } = this.parts;
    if (models[side].model === undefined) await this.loadSide(side);
    else await models.reload(side);
    this.resumeWriting();
    await this.parts.goLive();
  }

  /** Whether the settings name two models that can be loaded and that are not this pair. */
  async namesOtherPair(a: string, b: string): Promise<boolean> {
    const settings = this.parts.settings.all();
    if (settings.modelA === a && settings.modelB === b) return false;
    const offered = await this.parts.embedded();
    return (
      offered.ok &&
      SIDES.every((side) => {
        const id = settings[MODEL_SETTING[side]];
        return HubState.names(settings, side) || offered.value.some((model) => model.id === id);
      })
    );
  }

  private async loadSide(side: Side): Promise<void> {
    const { settings, models, apart } = this.parts;
    apart.clear();
    const id = settings.get(MODEL_SETTING[side]);
    const offered = await this.parts.embedded();
    if (!offered.ok) return models.fail(side, offered.failure);
    this.offered = offered.value;
    const model = offered.value.find((candidate) => candidate.id === id);
    if (model === undefined && HubState.names(settings.all(), side)) return this.loadOther(side);
    if (model === undefined) {
      const ids = offered.value.map((candidate) => candidate.id);
      return models.fail(side, { code: "model-missing", ...strings.models.unknown(id, ids) });
    }
    const device = settings.get("device");
    await models.load(side, { ...model, spec: { ...model.spec, device } });
    this.resumeWriting();
  }

  /** A model of the Hub or from disk: once the person has said so, or where it is stored. */
  private async loadOther(side: Side): Promise<void> {
    const { hub, models } = this.parts;
    const settings = this.parts.settings.all();
    const wants = HubState.names(settings, side);
    const outcome = await hub.loadable(settings, side);
    if (settings[MODEL_SETTING[side]] !== this.parts.settings.get(MODEL_SETTING[side])) return; // another was chosen since
    if (outcome?.ok === false) return models.fail(side, outcome.failure);
    if (outcome === undefined) {
      if (wants) models.wait(side, wants);
      void hub.prepare();
      return;
    }
    if (!(await models.load(side, outcome.value))) return;
    this.resumeWriting();
  }

  /** Writing waits for its writer only. */
  private resumeWriting(): void {
    const { texts, waiting } = this.parts;
    texts.count();
    if (waiting.forOne) void this.parts.goLive();
  }

  /** Whether a side's place holds another model than the settings name, or holds it on another device. */
  private isOther(side: Side): boolean {
    const { hub } = this.parts;
    const { model, state } = this.parts.models[side];
    if (model === undefined) return state.phase === "waiting" || state.phase === "failed";
    const settings = this.parts.settings.all();
    if (model.id !== settings[MODEL_SETTING[side]] || model.spec.device !== settings.device) return true;
    const wants = HubState.names(settings, side);
    if (wants === undefined) return false;
    const dtype = wantedDtype(settings, side);
    const from = model.spec.hub;
    const revisionDiffers =
      wants.type === "hub" && from && ![from.revision, from.commit].includes(wants.revision);
    const wantedFormat = dtype === "auto" ? hub.automatic(settings, side) : dtype;
    return revisionDiffers === true || (wantedFormat !== undefined && wantedFormat !== model.spec.dtype);
  }
}
