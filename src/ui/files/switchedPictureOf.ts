import type { Session } from "../state/session.svelte";
import { strings } from "../strings";
import type { SwitchedReading } from "../views/switch/switchedReading.svelte";
import { switchCurveSvg } from "./switchPictures";

/** The curve of the shown switched answer as an SVG picture. */
export function switchedPictureOf({ switching }: Session, reading: SwitchedReading): string {
  const { values, authors, switches, thresholds, format, formatThreshold, names, policy, signal } = reading;
  const { threshold, switchBack } = thresholds;
  const uses = (name: "threshold" | "switchBack") => policy.uses.includes(name);
  const { a, b } = switching.begun ?? {};
  const facts = (name: string, dtype: string | undefined) =>
    dtype === undefined ? name : `${name} (${dtype})`;
  return switchCurveSvg(
    {
      top: reading.top,
      values,
      authors,
      switches,
      threshold: uses("threshold") ? threshold : undefined,
      switchBack: uses("switchBack") ? switchBack : undefined,
      format,
      formatThreshold,
      label: signal.label,
    },
    {
      title: switching.made?.prompt ?? "",
      subtitle: `${strings.files.pictureModels(facts(names.a, a?.dtype), facts(names.b, b?.dtype))} · ${policy.label} · ${signal.label}`,
    },
  );
}
