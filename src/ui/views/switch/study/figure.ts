import type { LoadableModel } from "../../../../client/loadable";
import type { Settings } from "../../../../core/config/settings";
import { divergenceRow } from "../../../../core/generation/switching/divergenceKind";
import { policyOf } from "../../../../core/generation/switching/policies";
import { LEAST_PROBLEMS, type Finding } from "../../../../core/study/finding";
import type { StudyPoint } from "../../../../core/study/points";
import type { Study } from "../../../../core/study/study";
import { sweepRow, type SweepSetting } from "../../../../core/study/sweeps";
import type { FrontierPoint } from "../../../charts/frontier.layout";
import type { FrontierProps } from "../../../charts/frontier.props";
import { formatShare } from "../../../format/number";
import { strings } from "../../../strings";

const words = strings.study;

export type Names = Readonly<Record<"a" | "b", string>>;

/** What the models are called: a known model by its label, another by the last part of its name. */
export function namesOf(
  study: Study | undefined,
  { modelA, modelB }: Pick<Settings, "modelA" | "modelB">,
  known: readonly Pick<LoadableModel, "id" | "label">[],
): Names {
  const nameOf = (id: string) =>
    known.find((model) => model.id === id)?.label ?? id.slice(id.lastIndexOf("/") + 1);
  return { a: nameOf(study?.a.id ?? modelA), b: nameOf(study?.b.id ?? modelB) };
}

/** Shares this close to each other, as a part of the larger, are called the same. */
const SAME_SHARE = 0.1;

/** The close-up ends here: where a few tokens from B do most. */
export const CLOSE = 0.1;

/** What the chart draws of a study's points. */
export function figureOf(points: readonly StudyPoint[], setting: SweepSetting, names: Names): FrontierProps {
  const [a, b] = (["a", "b"] as const).map((series) => {
    const point = points.find(({ arm }) => arm.series === series);
    return point && { reward: point.reward, low: point.low, high: point.high };
  });
  return {
    points: points.flatMap(({ arm, share, reward, low, high, n, tokens, fromB }): FrontierPoint[] => {
      if (!("sweep" in arm)) return [];
      const { series, sweep } = arm;
      return [{ series, sweep, share, reward, low, high, n, tokens: { fromB, of: tokens } }];
    }),
    ...remarkOf(points),
    ...(a && { a }),
    ...(b && { b }),
    names,
    sweepLabel: sweepRow(setting).short,
    formatSweep: (value) => words.value(setting, value),
  };
}

/** Nothing is shown as if it were proven by a handful of problems. */
function remarkOf(points: readonly StudyPoint[]): Pick<FrontierProps, "remark"> {
  const [first] = points;
  return first && first.n < LEAST_PROBLEMS ? { remark: words.tooFewShort(first.n) } : {};
}

/** The study in one or two sentences. */
export function findingText(finding: Finding, setting: SweepSetting, names: Names): string {
  const { a, b } = finding;
  if (finding.type === "unsure") {
    return finding.why === "few"
      ? words.tooFew(b.n, LEAST_PROBLEMS, names.a, names.b, a.reward, b.reward)
      : words.allAlike(b.n, names.a, names.b, a.reward, b.reward);
  }
  if (finding.type === "no-lead") return words.noLead(names.a, names.b, a.reward, b.reward);
  const { at, control } = finding;
  if (!at.recovered || !("sweep" in at.arm)) return "";
  const { value, low, high } = at.recovered;
  if (at.fromB === 0) {
    return words.findingNothing(words.at(setting, words.value(setting, at.arm.sweep)), names.a, names.b);
  }
  const sentence = words.finding({
    at: words.at(setting, words.value(setting, at.arm.sweep)),
    share: at.share,
    ...names,
    ...{ recovered: value, low, high, rewardA: a.reward, rewardB: b.reward },
  });
  return control?.recovered ? `${sentence} ${controlText(at, control, control.recovered.value)}` : sentence;
}

/** As many tokens are a larger share of shorter answers: the same is said only of what is. */
function controlText(at: StudyPoint, control: StudyPoint, recovered: number): string {
  const apart = Math.abs(control.share - at.share);
  return apart <= SAME_SHARE * Math.max(control.share, at.share)
    ? words.findingControl(recovered)
    : words.findingOtherShare(control.share, recovered);
}

/** What a study was made of and with. */
export function madeText({ a, b, settings, problems, results }: Study): string {
  const { choice, sweep, sampling, seed, maxTokens } = settings;
  const answered = results.filter(({ skipped }) => skipped === undefined).length;
  const signal = policyOf(choice.policy).signal;
  return words.made({
    problems: words.problems(answered, results.length - answered) + restOf(problems.length - results.length),
    a: words.model(a),
    b: words.model(b),
    how: words.how[sweep.setting],
    divergence: signal === "entropy" ? words.entropy : divergenceRow(choice.kind).label,
    ...{ temperature: sampling.temperature, seed, maxTokens },
  });
}

function restOf(left: number): string {
  return left > 0 ? words.notYet(left) : "";
}

/** An arm as rows and titles name it. */
export function armName(arm: StudyPoint["arm"], setting: SweepSetting, names: Names): string {
  if (!("sweep" in arm)) return words.alone(names[arm.series]);
  const at = words.at(setting, words.value(setting, arm.sweep));
  return arm.series === "control" ? words.controlOf(at) : words.switched(at);
}

/** "5.1 %" of the tokens. */
export function shareText(share: number): string {
  return formatShare(share, 1);
}
