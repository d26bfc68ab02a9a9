import type { Session } from "../state/session.svelte";
import { strings } from "../strings";
import type { SwitchedReading } from "../views/switch/switchedReading.svelte";
import { switchCurveSvg } from "./switchPictures";

/** The curve of the shown switched answer as an SVG picture. */
export function switchedPictureOf({ switching }: Session, reading: SwitchedReading): string {
  const { values, authors, switches, thresholds, format, formatThreshold, names, policy, compared } = reading;
  const { threshold, switchBack } = thresholds;
  const uses = (name: "threshold" | "switchBack") => policy.uses.includes(name);
  const { a, b } = switching.begun ?? {};
  const facts = (name: string, dtype: string | undefined) =>
    dtype === undefined ? name : `${name} (${dtype})`;
  return switchCurveSvg(
    {
      // Divergences that end somewhere are drawn to there, as on the page.
      top: thresholds.range[1] <= 1 ? thresholds.range[1] : undefined,
      values,
      authors,
      switches,
      threshold: uses("threshold") ? threshold : undefined,
      switchBack: uses("switchBack") ? switchBack : undefined,
      format,
      formatThreshold,
      label: compared.label,
    },
    {
      title: switching.made?.prompt ?? "",
      subtitle: `${strings.files.pictureModels(facts(names.a, a?.dtype), facts(names.b, b?.dtype))} · ${policy.label} · ${compared.label}`,
    },
  );
}
