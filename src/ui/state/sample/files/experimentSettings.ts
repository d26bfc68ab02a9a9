import { SETTINGS, type Settings } from "../../../../core/config/settings";
import type {
  ConfiguredBackend,
  ConfiguredModel,
  SampleSection,
} from "../../../../core/experiment/config/experimentConfig";
import { DTYPES, type Dtype } from "../../../../core/models/dtypes";

/** What of a section the page has no place for. */
export type LeftOut =
  | { type: "model"; id: string }
  | { type: "dtype"; dtype: string }
  | { type: "stop-string"; text: string }
  | { type: "stop-strings"; length: number; limit: number };

export interface TakenSettings {
  settings: Partial<Settings>;
  left: readonly LeftOut[];
}

/** The settings that the sampling of an experiment asks for; what it does not say stays as it is. */
export function samplingSettings({ sampling, dataset }: SampleSection): TakenSettings {
  const left: LeftOut[] = [];
  const { temperature, topK, topP, minP, samples, seed, maxNewTokens, batch, stopStrings } = sampling;
  return {
    settings: given({
      ...{ samplingTemperature: temperature, topK, topP, minP, samples, seed, maxNewTokens, batch },
      stopStrings: stopStrings && joined(stopStrings, left),
      firstQuestion: dataset.from,
      questions: dataset.questions,
    }),
    left,
  };
}

/**
 * The models that an experiment names, where they are models of a page. One model alone answers alone.
 * @param known ids of the models that the page brings along
 */
export function modelSettings(
  { type, a, b }: ConfiguredBackend,
  known: readonly string[],
): TakenSettings & { authors?: Settings["authors"] } {
  const left: LeftOut[] = [];
  if (type !== "huggingface" || (!a && !b)) return { settings: {}, left };
  const usable = [a, b].map((model) => {
    if (!model) return undefined;
    const { pattern, maxLength } = SETTINGS.modelA;
    const named =
      known.includes(model.id) ||
      (model.id.includes("/") && model.id.length <= maxLength && pattern.test(model.id));
    if (!named) left.push({ type: "model", id: model.id });
    return named ? model : undefined;
  });
  const [first, second] = usable;
  const dtypes = usable.map((model) => model && dtypeOf(model, known, left));
  const settings = given({
    modelA: first?.id,
    modelB: second?.id,
    revisionA: first && revisionOf(first, known),
    revisionB: second && revisionOf(second, known),
    dtype: dtypes[0],
    dtypeB: dtypes[1],
  });
  return a && !b && first ? { settings, left, authors: ["a"] } : { settings, left };
}

/** Models of the page come in the one revision that they have. */
function revisionOf({ id, revision = "" }: ConfiguredModel, known: readonly string[]): string {
  if (known.includes(id)) return "";
  const { pattern, maxLength } = SETTINGS.revisionA;
  return pattern.test(revision) && revision.length <= maxLength ? revision : "";
}

/** Models of the page come in one format, which is theirs. */
function dtypeOf(
  { id, dtype }: ConfiguredModel,
  known: readonly string[],
  left: LeftOut[],
): Dtype | undefined {
  if (dtype === undefined || known.includes(id)) return undefined;
  const found = DTYPES.find((one) => one.dtype === dtype)?.dtype;
  if (!found) left.push({ type: "dtype", dtype });
  return found;
}

/** Stop strings stand in a setting one a line. */
function joined(texts: readonly string[], left: LeftOut[]): string | undefined {
  const lines = texts.filter((text) => {
    const fits = text !== "" && !text.includes("\n");
    if (!fits) left.push({ type: "stop-string", text });
    return fits;
  });
  const whole = lines.join("\n");
  const limit = SETTINGS.stopStrings.maxLength;
  if (whole.length <= limit) return whole;
  left.push({ type: "stop-strings", length: whole.length, limit });
  return undefined;
}

/** Without what is undefined. */
function given<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
