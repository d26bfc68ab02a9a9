import type { ModelInfo } from "../../core/model";
import { formatFixed } from "../format/number";
import type { Session } from "../state/session.svelte";
import { strings } from "../strings";
import type { Reading } from "../views/compare/reading.svelte";
import { pictureSvg } from "./picture";
import { browserMeasureText } from "./rasterise";

/** The shown comparison as an SVG picture. */
export function pictureOf(session: Session, reading: Reading): string {
  const { measure, text } = reading;
  const words = strings.overview;
  const facts = ({ id, dtype }: ModelInfo) => `${id} (${dtype})`;
  const models = text ? strings.files.pictureModels(facts(text.a), facts(text.b)) : "";
  const at = strings.print.at(
    reading.formatThreshold(reading.threshold),
    formatFixed(session.comparison.seenAt.temperature, 2),
  );
  return pictureSvg(
    {
      title: session.files.exported?.prompt ?? "",
      subtitle: `${models} · ${at}`,
      tokens: text?.solution ?? [],
      values: reading.values,
      measure: measure.label,
      lineLabel: words.line(measure.label),
      histogramLabel: words.histogram(measure.short),
      scale: reading.scale,
      threshold: reading.threshold,
      mirrored: reading.signed,
      whole: reading.whole,
      format: reading.formatShort,
      formatThreshold: reading.formatThreshold,
      cut: strings.files.pictureCut,
    },
    browserMeasureText(),
  );
}
