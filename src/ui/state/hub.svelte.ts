import { SvelteMap, SvelteSet } from "svelte/reactivity";
import { HUB, downloadBytes, hostOf, hubSpec, type HubModel } from "../../client/hub/hub";
import { DISK, diskSpec, type DiskFolder } from "../../client/hub/diskFolder";
import type { DeviceReport } from "../../client/hub/deviceFacts";
import { knownBytes, type Preset } from "../../client/hub/presets";
import { storedSpec, type StoredModel } from "../../client/hub/storedModels";
import type { LoadableModel } from "../../client/loadable";
import type { Side } from "../../contract/lab";
import { chooseDtype, sharedDtypes } from "../../core/models/chooseDtype";
import type { Dtype, OfferedDtype } from "../../core/models/dtypes";
import type { Settings } from "../../core/config/settings";
import type { Failure, Outcome } from "../../core/errors";
import { strings } from "../strings";
import type { KeyValueStore } from "./draftStore";

/** What a Hub, the disk and the browser are asked; tests stand in for it. */
export interface HubParts {
  presets: () => Promise<Outcome<Preset[]>>;
  look: (hub: string, id: string, revision: string) => Promise<Outcome<HubModel>>;
  stored: () => Promise<StoredModel[]>;
  deleteStored: (model: StoredModel) => Promise<Outcome<void>>;
  device: () => Promise<DeviceReport>;
  /** Asks the browser not to clear what is kept when room gets short. */
  persist: () => Promise<unknown>;
  openStore: () => KeyValueStore;
}

/** A model of the Hub as it is asked for. */
export interface HubName {
  id: string;
  /** Branch, tag or commit. */
  revision: string;
}

/** Why a side has no model though one is named: the person has to say first that it may be loaded. */
export type Wants = ({ type: "hub" } & HubName) | { type: "disk"; name: string };

const HUB_KEY = "rl-on-off:hub";
const SIDES = { a: ["modelA", "revisionA"], b: ["modelB", "revisionB"] } as const;

/** Models that do not ship with the page: looked up at the Hub, opened from disk, kept from earlier. */
export class HubState {
  presets: readonly Preset[] = $state.raw([]);
  presetsFailure: Failure | undefined = $state.raw();
  stored: readonly StoredModel[] = $state.raw([]);
  deleteFailure: Failure | undefined = $state.raw();
  device: DeviceReport | undefined = $state.raw();
  /** The side whose dialog is open. */
  dialog: Side | undefined = $state();
  /** Where models are asked for; never from a link. */
  address: string = $state(HUB);
  /** What was asked, by id and revision. */
  private readonly looked = new SvelteMap<string, Outcome<HubModel>>();
  private readonly asking = new SvelteSet<string>();
  private readonly approved = new SvelteSet<string>();
  private readonly folders = new SvelteMap<string, DiskFolder>();

  constructor(private readonly parts: HubParts) {
    try {
      this.address = parts.openStore().getItem(HUB_KEY) ?? HUB;
    } catch {
      // the usual address then
    }
  }

  get host(): string {
    return hostOf(this.address);
  }

  /** What the dialog shows besides what is asked of the Hub. */
  async prepare(): Promise<void> {
    const [presets, stored, device] = await Promise.all([
      this.parts.presets(),
      this.parts.stored(),
      this.parts.device(),
    ]);
    if (presets.ok) this.presets = presets.value;
    else this.presetsFailure = presets.failure;
    this.stored = stored;
    this.device = device;
  }

  open(side: Side): void {
    this.dialog = side;
    void this.prepare();
  }

  /** Another address of a Hub; false where it is none. Remembered where the browser allows it. */
  setAddress(text: string): boolean {
    const address = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
    if (!address || !/^https?:$/.test(address.protocol)) return false;
    this.address = address.href.replace(/\/+$/, "");
    this.looked.clear();
    try {
      this.parts.openStore().setItem(HUB_KEY, this.address);
    } catch {
      // it holds for this visit
    }
    return true;
  }

  isAsking(name: HubName): boolean {
    return this.asking.has(keyOf(name));
  }

  /** What the Hub said of a model; undefined before it was asked. */
  answer(name: HubName): Outcome<HubModel> | undefined {
    return this.looked.get(keyOf(name));
  }

  /** Asks the Hub which files a model has. */
  async look(name: HubName): Promise<HubModel | undefined> {
    const key = keyOf(name);
    const known = this.looked.get(key);
    if (known?.ok) return known.value;
    this.asking.add(key);
    const outcome = await this.parts.look(this.address, name.id, name.revision);
    this.asking.delete(key);
    this.looked.set(key, outcome);
    return outcome.ok ? outcome.value : undefined;
  }

  /** The person said that these may be downloaded. */
  approve(names: readonly HubName[]): void {
    for (const name of names) this.approved.add(keyOf(name));
    void this.parts.persist();
  }

  addFolder(folder: DiskFolder): void {
    this.folders.set(folder.id, folder);
  }

  /** Deletes what is kept of a model, and looks again at what is kept. */
  async delete(model: StoredModel): Promise<void> {
    const outcome = await this.parts.deleteStored(model);
    this.deleteFailure = outcome.ok ? undefined : outcome.failure;
    this.stored = await this.parts.stored();
  }

  /** A model's download in its usual format, where the page knows it without asking. */
  knownDownload({ id, revision }: HubName): { dtype: Dtype; bytes: number } | undefined {
    return knownBytes(this.presets, id, revision)[0];
  }

  /** Whether two models are one of the proposed pairs, which share their tokenizers. */
  arePair(one: HubName, other: HubName): boolean {
    return this.presets.some(({ a, b }) =>
      [keyOf(one), keyOf(other)].every((key) => [keyOf(a), keyOf(b)].includes(key)),
    );
  }

  /** Whether a model in a format is kept in full. */
  isStored({ id, commit }: HubModel, dtype: Dtype): boolean {
    return storedSpec(this.stored, { id, revision: commit, dtype }) !== undefined;
  }

  /** Which of the settings' models are not the page's own. */
  static names(settings: Settings, side: Side): Wants | undefined {
    const [modelKey, revisionKey] = SIDES[side];
    const id = settings[modelKey];
    if (id.startsWith(DISK)) return { type: "disk", name: id.slice(DISK.length) };
    if (!id.includes("/")) return undefined;
    return { type: "hub", id, revision: settings[revisionKey] || "main" };
  }

  /**
   * How to load what the settings name for a side, where it is not one of the page's own. Undefined where the person
   * has not said yet that it may be loaded: a link alone downloads nothing.
   */
  async loadable(settings: Settings, side: Side): Promise<Outcome<LoadableModel> | undefined> {
    const wants = HubState.names(settings, side);
    if (wants?.type === "hub" && !this.approved.has(keyOf(wants)))
      return this.fromStore(settings, side, wants);
    const offered = this.offered(settings, side);
    if (offered === undefined) return undefined;
    this.device ??= await this.parts.device();
    const wanted = wantedDtype(settings, side);
    const dtype = wanted === "auto" ? this.automatic(settings, side) : wanted;
    if (dtype === undefined || !offered.some((one) => one.dtype === dtype)) {
      const id = settings[SIDES[side][0]];
      const available = offered.map((one) => one.dtype);
      return { ok: false, failure: { code: "model-missing", ...strings.hub.noFormat(id, dtype, available) } };
    }
    const { device } = settings;
    if (wants?.type === "hub") {
      const answer = this.answer(wants);
      if (!answer?.ok) return answer;
      const model = answer.value;
      return { ok: true, value: loadable(hubSpec(model, dtype, device), downloadBytes(model, dtype)) };
    }
    const folder = this.folders.get(settings[SIDES[side][0]]);
    return folder && { ok: true, value: loadable(diskSpec(folder, dtype, device), 0) };
  }

  /** The format that "automatic" takes: one that both models offer, so that only their training differs. */
  automatic(settings: Settings, side: Side): Dtype | undefined {
    const own = this.offered(settings, side) ?? [];
    const other = this.offered(settings, side === "a" ? "b" : "a");
    const facts = this.device ?? { halfPrecision: false, memory: undefined };
    const shared = other && settings.dtypeB === "same" ? sharedDtypes([own, other]) : [];
    return chooseDtype(shared.length > 0 ? shared : own, facts);
  }

  /** The formats of a side's model, where they are known. */
  offered(settings: Settings, side: Side): readonly OfferedDtype[] | undefined {
    const wants = HubState.names(settings, side);
    if (wants?.type === "disk") return this.folders.get(settings[SIDES[side][0]])?.dtypes;
    const answer = wants && this.answer(wants);
    return answer?.ok ? answer.value.dtypes : undefined;
  }

  /** What is kept in full is loaded without asking: nothing is downloaded. */
  private async fromStore(
    settings: Settings,
    side: Side,
    { id, revision }: HubName,
  ): Promise<Outcome<LoadableModel> | undefined> {
    this.stored = await this.parts.stored();
    const spec = storedSpec(this.stored, { id, revision, dtype: wantedDtype(settings, side) });
    const bytes = spec?.hub?.files.reduce((sum, file) => sum + file.bytes, 0) ?? 0;
    return spec && { ok: true, value: loadable({ ...spec, device: settings.device }, bytes) };
  }
}

/** The format that is asked for on a side. */
export function wantedDtype({ dtype, dtypeB }: Settings, side: Side): Dtype | "auto" {
  return side === "b" && dtypeB !== "same" ? dtypeB : dtype;
}

function loadable(spec: LoadableModel["spec"], bytes: number): LoadableModel {
  const { id } = spec;
  const label = id.startsWith(DISK) ? id.slice(DISK.length) : id.slice(id.lastIndexOf("/") + 1);
  return { id, label, description: strings.hub.description(spec), bytes, spec };
}

function keyOf({ id, revision }: HubName): string {
  return `${id}@${revision}`;
}
