import type { DigestedComparison } from "../../core/compare/digest";
import { digestedAnswer } from "../../core/generation/switching/answerDigest";
import type { ComparisonState } from "./comparison.svelte";
import type { DigestSource } from "./reproduction.svelte";
import type { SettingsState } from "./settings.svelte";
import type { SwitchingState } from "./switching/switching.svelte";
import { wishOf } from "./switching/wish";

interface Compared {
  settings: SettingsState;
  comparison: ComparisonState;
  /** Whether the shown comparison is of the texts in the fields. */
  upToDate: () => boolean;
}

/** The result of the Compare view. */
export function comparedDigest({ settings, comparison, upToDate }: Compared): DigestSource {
  return {
    live: (): DigestedComparison | undefined => {
      const { text, status, seenAt } = comparison;
      if (status.type !== "live" || text === undefined || !text.complete || !upToDate()) return undefined;
      if (seenAt.temperature !== settings.get("temperature")) return undefined;
      if (text.a.id !== settings.get("modelA") || text.b.id !== settings.get("modelB")) return undefined;
      return {
        prompt: text.prompt.map(({ id }) => id),
        solution: text.ids,
        js: text.column(({ js }) => js),
        entropyA: text.column(({ entropyA }) => entropyA),
        entropyB: text.column(({ entropyB }) => entropyB),
        temperature: seenAt.temperature,
        a: text.a,
        b: text.b,
      };
    },
    subject: () => {
      const ids = settings.get("solutionIds");
      return JSON.stringify([
        settings.get("prompt"),
        settings.get("chat"),
        ids.length > 0 ? ids : settings.get("solution"),
        settings.get("modelA"),
        settings.get("modelB"),
        settings.get("temperature"),
      ]);
    },
  };
}

interface Switched {
  settings: SettingsState;
  switching: SwitchingState;
}

/** The result of the Switch view: the switched answer. */
export function switchedDigest({ settings, switching }: Switched): DigestSource {
  return {
    live: () => {
      const { run, from } = switching;
      if (run === undefined || from || switching.busy || !switching.whole) return undefined;
      if (run.a.id !== settings.get("modelA") || run.b.id !== settings.get("modelB")) return undefined;
      return digestedAnswer(run, "switched");
    },
    subject: () => {
      const { prompt, chat, settings: asked } = wishOf(settings.all());
      const { k: _, ...decisive } = asked;
      return JSON.stringify([prompt, chat, decisive, settings.get("modelA"), settings.get("modelB")]);
    },
  };
}

/** Of a view whose links carry no digest. */
export const NO_DIGEST: DigestSource = { live: () => undefined, subject: () => "" };
