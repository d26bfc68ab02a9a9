import { SETTINGS, type Settings } from "../../../core/config/settings";
import { strings } from "../../strings";

/** The values with which a step of sampling leaves everything as it is. */
export const SAMPLING_OFF = { topK: 0, topP: 1, minP: 0 } as const satisfies Partial<Settings>;

const LEFT_OUT_AT = { ...SAMPLING_OFF, maxNewTokens: SETTINGS.maxNewTokens.default } as const;

type SamplingSettings = Pick<Settings, "samplingTemperature" | "seed" | keyof typeof LEFT_OUT_AT>;

/** How tokens are drawn, in one line: temperature and seed, and whatever else is on. */
export function samplingLine(settings: SamplingSettings): string {
  const others = Object.entries(LEFT_OUT_AT).flatMap(([id, out]) => {
    const key = id as keyof typeof LEFT_OUT_AT;
    return settings[key] === out ? [] : [`${SETTINGS[key].label} ${settings[key]}`];
  });
  const { samplingTemperature, seed } = settings;
  return [strings.editor.samplingSummary(samplingTemperature, seed), ...others].join(" · ");
}
