import type { SampleRun } from "../../../core/experiment/sample/sampleRun";
import { columnText } from "../../../core/datasets/columnText";
import type { SettingsState } from "../settings.svelte";
import type { DatasetState } from "./dataset.svelte";

interface Parts {
  settings: SettingsState;
  dataset: DatasetState;
}

/**
 * Whether a run asked the rows that are asked for now: as many from the same one on, and with the same text as far as
 * the open dataset is known; a file may have the name of another.
 */
export function sameRows(
  { asked, questions, total, dataset: { question } }: SampleRun,
  parts: Parts,
): boolean {
  const { settings, dataset } = parts;
  const { reach, first } = dataset;
  const from = settings.get("firstQuestion");
  const begins = asked?.[0]?.row.index ?? questions[0]?.index;
  const known = reach.ended ? Math.max(0, reach.rows - from) : Infinity;
  if (begins !== undefined && begins < from) return false;
  if (total !== Math.min(settings.get("questions"), known)) return false;
  const texts = new Map(first.map(({ index, fields }) => [index, columnText(fields, question)]));
  return (asked ?? []).every(({ row, question: text }) => {
    const here = texts.get(row.index);
    return here === undefined || here === text;
  });
}
