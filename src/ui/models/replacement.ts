import type { Side } from "../../contract/lab";
import { SETTINGS } from "../../core/config/settings";
import type { ModelPhase } from "../state/models.svelte";

interface Named {
  id: string;
  label: string;
}

/** Failures of what was asked for itself: trying the same once more ends the same. */
const IN_VAIN: ReadonlySet<string> = new Set(["model-missing", "not-allowed", "bad-input"]);

/**
 * The model that a side begins with, where the one that was named cannot be had; undefined where trying again may help,
 * or where the named one is that model.
 *
 * @param id of the model that the settings name
 * @param offered the page's own models
 */
export function replacementFor(
  side: Side,
  state: ModelPhase,
  id: string,
  offered: readonly Named[],
): Named | undefined {
  if (state.phase !== "failed" || !IN_VAIN.has(state.failure.code)) return undefined;
  const usual = SETTINGS[side === "a" ? "modelA" : "modelB"].default;
  return id === usual ? undefined : offered.find((model) => model.id === usual);
}
