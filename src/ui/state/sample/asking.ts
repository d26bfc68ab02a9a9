import { columnText } from "../../../core/datasets/columnText";
import type { ChosenColumns, DatasetRow } from "../../../core/datasets/dataset";
import { ExpectedError } from "../../../core/errors";
import type { Asked } from "../../../core/experiment/sample/sampleRun";
import { promptRenderer } from "../../../core/tasks/renderPrompt";
import type { TemplateChoice } from "../../../core/tasks/task";
import type { OpenedDataset } from "../../../client/datasets/datasetLibrary";
import { valueOf } from "../../../client/outcome";
import { strings } from "../../strings";
import { breather } from "../breath";

/** Rows that are fetched at once. */
const ROWS_AT_ONCE = 1000;

/** Milliseconds that a template of one's own may take over all questions of a run. */
const LONGEST_TEMPLATE = 60_000;

export interface AskedRows {
  asked: Asked[];
  /** Rows that hold no question. */
  without: DatasetRow[];
}

interface Wanted {
  opened: Pick<OpenedDataset, "rows">;
  chosen: ChosenColumns;
  template: TemplateChoice;
  from: number;
  count: number;
  /** Asked between two rows; true ends it. */
  stop: () => boolean;
  /** Milliseconds from any fixed moment on. */
  clock?: () => number;
}

/**
 * Rows `from … from + count − 1`, fewer where the dataset ends before, each with its prompt, in the order of the dataset.
 * The page stays usable meanwhile, whatever the template takes.
 *
 * @throws ExpectedError "stopped" where `stop` ended it, "bad-input" where the template is none or takes too long
 */
export async function askedRows(wanted: Wanted): Promise<AskedRows> {
  const { opened, chosen, template, from, count, stop, clock = () => performance.now() } = wanted;
  const render = await promptRenderer(template);
  const breathe = breather(clock);
  const asked: Asked[] = [];
  const without: DatasetRow[] = [];
  let rendering = 0;
  for (let at = from; at < from + count; at += ROWS_AT_ONCE) {
    const rows = valueOf(await opened.rows(at, Math.min(ROWS_AT_ONCE, from + count - at)));
    for (const row of rows) {
      await breathe();
      if (stop()) throw new ExpectedError("stopped", strings.dataset.stopped);
      const question = columnText(row.fields, chosen.question);
      if (question === undefined) {
        without.push(row);
        continue;
      }
      const reference = chosen.reference === undefined ? undefined : columnText(row.fields, chosen.reference);
      const began = clock();
      const prompt = render(question, row.fields);
      rendering += clock() - began;
      asked.push({ row, question, ...prompt, ...(reference === undefined ? {} : { reference }) });
      if (template.id === "custom" && rendering > LONGEST_TEMPLATE)
        throw new ExpectedError(
          "bad-input",
          strings.dataset.slowTemplate(asked.length, count, LONGEST_TEMPLATE / 1000),
          strings.dataset.slowTemplateHint,
        );
    }
    if (rows.length === 0) break;
  }
  return { asked, without };
}
