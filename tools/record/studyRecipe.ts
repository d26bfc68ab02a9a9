import type { Study } from "../../src/core/study/study";
import { studyProblems } from "../../src/core/study/studyProblems";

const SEED = 1;
const PROBLEMS = 200;

/** The study that ships with the page: problems of all families, A = base, B = rl, at the usual settings. */
export const STUDY_RECIPE: Pick<Study, "settings" | "problems"> = {
  problems: studyProblems("both", SEED, PROBLEMS),
  settings: {
    chat: true,
    choice: { policy: "hysteresis", kind: "js", threshold: -1, switchBack: -1, start: "a", own: {} },
    sweep: { setting: "threshold", values: [0.5, 0.25, 0.2, 0.1, 0.01, 0.001, 0.0001, 0] },
    control: true,
    sampling: { temperature: 1, topK: 0, topP: 1, minP: 0 },
    seed: SEED,
    maxTokens: 96,
    stopStrings: [],
    endRepetition: true,
  },
};
