import { strings } from "../strings";
import type { ModelPhase } from "../state/models.svelte";

/** How a model's state is written beside its name. */
export interface ModelLine {
  text: string;
  tone: "quiet" | "busy" | "ready" | "failed";
  /** How far loading is, in [0, 1]; undefined where nobody knows. */
  progress?: number | undefined;
}

/** One line for where a model is. */
export function modelLine(state: ModelPhase): ModelLine {
  const words = strings.models;
  switch (state.phase) {
    case "absent":
      return { text: words.absent, tone: "quiet" };
    case "waiting":
      return { text: words.waiting, tone: "quiet" };
    case "cancelled":
      return { text: words.cancelled, tone: "quiet" };
    case "failed":
      return { text: words.failed, tone: "failed" };
    case "ready": {
      const { device, dtype } = state.info;
      return { text: `${words.devices[device]} · ${dtype}`, tone: "ready" };
    }
    case "loading":
      return { text: loadingText(state), tone: "busy", progress: progressOf(state) };
    default:
      return state satisfies never;
  }
}

type Loading = Extract<ModelPhase, { phase: "loading" }>;

function loadingText({ step, loaded, total, fromCache, rate, retry }: Loading): string {
  const words = strings.models;
  if (step === "download" && retry) return words.retrying;
  if (step === "start") return words.starting;
  if (step === "warm-up") return words.warmingUp;
  if (fromCache) return words.fromCache(loaded);
  if (rate === undefined || total === undefined) return words.downloading(loaded, total);
  return `${words.downloading(loaded, total)} · ${words.timeLeft((total - loaded) / rate)}`;
}

/** The download takes most of the way; the rest is starting and warming up. */
function progressOf({ step, loaded, total }: Loading): number | undefined {
  if (step === "start") return 0.9;
  if (step === "warm-up") return 0.95;
  return total === undefined || total === 0 ? undefined : 0.9 * Math.min(1, loaded / total);
}
