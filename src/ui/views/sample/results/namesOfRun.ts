import type { LoadableModel } from "../../../../client/loadable";
import type { Settings } from "../../../../core/config/settings";
import type { SampleRun } from "../../../../core/experiment/sample/sampleRun";
import { strings } from "../../../strings";
import type { AuthorNames } from "./sentence";

/** What a run's authors are called: a known model by its label, another by the last part of its name. */
export function namesOfRun(
  run: Pick<SampleRun, "a" | "b">,
  { modelA, modelB }: Pick<Settings, "modelA" | "modelB">,
  known: readonly Pick<LoadableModel, "id" | "label">[],
): AuthorNames {
  const nameOf = (id: string) =>
    known.find((model) => model.id === id)?.label ?? id.slice(id.lastIndexOf("/") + 1);
  return {
    a: nameOf(run.a?.id ?? modelA),
    b: nameOf(run.b?.id ?? modelB),
    switched: strings.sampleResults.switched,
  };
}
