import type { LessonSnapshot } from "../../core/lesson/snapshot";
import type { LessonStage } from "../../core/lesson/stage";
import type { Place } from "../tour/places";
import type { TourStep } from "../tour/steps";
import type { KeyValueStore } from "./draftStore";
import { watchedStage } from "./watchedStage";

const KEY = "rl-on-off:tour";

/** The guided first visit: which stop it is at, and whether it was shown before. */
export class TourState {
  /** Index of the stop; undefined while the tour is not shown. */
  at: number | undefined = $state();
  private steps: readonly TourStep[] = $state.raw([]);
  private before: LessonSnapshot;
  private offered = false;
  /** Whether the person asked for it, and so wants to be where it begins. */
  asked = false;

  constructor(
    private readonly load: () => Promise<readonly TourStep[]>,
    private readonly now: LessonSnapshot,
    private readonly stage: LessonStage,
    /** Whether the address said nothing of its own when the page was opened. */
    private readonly bare: boolean,
    /** Gives the store; it may throw. */
    private readonly open: () => KeyValueStore,
  ) {
    this.before = { ...now };
  }

  get count(): number {
    return this.steps.length;
  }

  get step(): TourStep | undefined {
    return this.at === undefined ? undefined : this.steps[this.at];
  }

  /** Whether what the stop asks for is done. */
  get done(): boolean {
    return this.step?.done?.(this.now, this.before) ?? false;
  }

  /**
   * Shows the tour, soon, on a first visit to the bare page. A browser that cannot remember it is not asked to look at it at
   * every visit.
   */
  offer(): void {
    if (this.bare && !this.offered && this.firstTime()) void this.start();
    this.offered = true;
  }

  /** Shows the tour from its first stop on, because the person asked for it. */
  async begin(): Promise<void> {
    this.asked = true;
    await this.start();
  }

  private async start(): Promise<void> {
    this.steps = await this.load();
    this.go(0);
  }

  go(index: number): void {
    this.at = index >= 0 && index < this.steps.length ? index : undefined;
    this.before = { ...this.now };
    const { needs } = this.step ?? {};
    if (needs && !needs.holds(this.now, this.before)) void needs.otherwise(this.stage);
  }

  /** Does on the page what the stop asks for, and tells where that is seen. */
  async show(onPlace: (place: Place) => void = () => undefined): Promise<void> {
    await this.step?.show?.(watchedStage(this.stage, this.now, onPlace));
  }

  /** No token is chosen: where the details are a sheet, it no longer lies over the page. */
  closeDetails(): void {
    if (this.now.settings.chosen >= 0) this.stage.set({ chosen: -1 });
  }

  dismiss(): void {
    this.at = undefined;
  }

  /** True once in a browser's life, false where that cannot be known. */
  private firstTime(): boolean {
    try {
      const store = this.open();
      if (store.getItem(KEY) !== null) return false;
      store.setItem(KEY, "1");
      return store.getItem(KEY) !== null;
    } catch {
      return false;
    }
  }
}
