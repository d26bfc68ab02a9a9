import { measure, type Measure } from "../../../core/compare/measures";
import { mostDifferent } from "../../../core/compare/mostDifferent";
import { thresholdsOf } from "../../../core/generation/switching/bounds";
import { divergenceRow } from "../../../core/generation/switching/divergenceKind";
import { policyOf } from "../../../core/generation/switching/policies";
import type { Answer, AnswerRole } from "../../../core/generation/switching/run";
import type { Verdict } from "../../../core/rewards/verdict";
import type { Side } from "../../../core/side";
import type { Session } from "../../state/session.svelte";
import { answerVerdict } from "../../state/switching/answerVerdict";
import { finiteRange } from "../../charts/valueDomain";
import { topFor } from "../../charts/steps";
import { strings } from "../../strings";
import { authorOf } from "../../state/switching/preview";
import { sentenceOf, type SwitchSentence } from "../../state/switching/sentence";
import { formatMeasured, formatThreshold } from "../../token/measured";
import { typedThreshold, typedUnit } from "../compare/typedThreshold";
import { reasonText } from "./reasonText";

/** Answers in the order in which they are shown. */
const ROLES: readonly AnswerRole[] = ["a", "switched", "b"];

/** The shown answers through the policy that is set: what the view draws, computed once for all its parts. */
export class SwitchedReading {
  constructor(private readonly session: Session) {}

  readonly policy = $derived.by(() => policyOf(this.session.settings.get("policy")));
  readonly kind = $derived.by(() => this.session.settings.get("divergence"));
  readonly unit = $derived.by(() => this.session.settings.get("unit"));
  /** What tokens are underlined by. */
  readonly measure: Measure = $derived.by(() => measure(this.kind));
  /** What the lines of the curve are compared with. */
  readonly compared: Measure = $derived.by(() =>
    this.policy.signal === "entropy" ? measure("entropyA") : this.measure,
  );
  readonly thresholds = $derived.by(() => {
    const { settings } = this.session;
    const set = { threshold: settings.get("switchThreshold"), switchBack: settings.get("switchBack") };
    return thresholdsOf(this.policy, this.kind, set);
  });

  readonly roles: readonly AnswerRole[] = $derived.by(() =>
    this.session.settings.get("showControl") ? [...ROLES, "control"] : ROLES,
  );

  /** What the models are called: those that wrote the answers, else those that are to. */
  readonly names: Readonly<Record<Side, string>> = $derived.by(() => {
    const { settings, switching, models } = this.session;
    const nameOf = (side: Side): string => {
      const id = switching.begun?.[side].id ?? settings.get(side === "a" ? "modelA" : "modelB");
      const { model } = models[side];
      return model?.id === id ? model.label : id;
    };
    return { a: nameOf("a"), b: nameOf("b") };
  });

  readonly sentence: SwitchSentence | undefined = $derived.by(() => {
    const { answers } = this.session.switching;
    const shown = Object.fromEntries(
      this.roles.flatMap((role) => (answers[role] ? [[role, answers[role]]] : [])),
    ) as Partial<Record<AnswerRole, Answer>>;
    return sentenceOf(shown, this.names, (role) => this.verdict(role)?.right);
  });

  /** How an answer is rewarded, where the right one is known and it has ended. */
  verdict(role: AnswerRole): Verdict | undefined {
    return answerVerdict(this.session, role);
  }

  readonly authors = $derived.by(() =>
    (this.session.switching.answers.switched?.positions ?? []).map(authorOf),
  );
  readonly switches = $derived.by(() =>
    (this.session.switching.answers.switched?.positions ?? [])
      .flatMap((position) => position.switch ?? [])
      .map((made) => ({
        ...made,
        reason: reasonText(made.reason, this.unit),
      })),
  );

  /** What the policy's lines are compared with, along the switched answer. */
  readonly values: Float64Array = $derived.by(() => {
    const positions = this.session.switching.answers.switched?.positions ?? [];
    const { of } = divergenceRow(this.kind);
    let active: Side = this.session.settings.get("start");
    return Float64Array.from(positions, ({ judged, author }) => {
      const asked = active;
      active = author;
      if (judged === undefined) return NaN;
      const { statistics } = judged;
      if (this.policy.signal === "divergence") return of(statistics);
      return asked === "a" ? statistics.entropyA : statistics.entropyB;
    });
  });

  /** The token whose details are shown where none was looked at: the first that B took over with, or the most divided. */
  readonly remarkable: number = $derived.by(() => {
    const first = this.switches.find(({ to }) => to === "b")?.position;
    return first ?? mostDifferent(this.values, 1)[0] ?? 0;
  });

  /** Names the compared values. */
  readonly signal: { label: string; short: string } = $derived.by(() =>
    this.policy.signal === "entropy"
      ? { label: strings.switching.activeEntropy, short: strings.switching.activeEntropy }
      : this.compared,
  );
  /** Where their axis ends: with room above the lines, but no further than thresholds reach. */
  readonly top: number = $derived.by(() => {
    const { range, threshold, switchBack } = this.thresholds;
    const lines = [threshold, switchBack].filter((line) => line < range[1]);
    return Math.min(
      range[1],
      topFor(Math.max(finiteRange(this.values)?.high ?? 0, ...lines.map((line) => 1.5 * line))),
    );
  });

  /** A compared value as text, with its unit. */
  readonly format = (value: number): string => formatMeasured(this.compared, value, this.unit, true);
  /** A threshold as it stands in its field: three significant digits, and its unit. */
  readonly typed = (threshold: number): string => {
    const digits = Number(Number(typedThreshold(this.compared, threshold, this.unit)).toPrecision(3));
    return [String(digits), typedUnit(this.compared, this.unit)].filter((part) => part !== "").join(" ");
  };
  readonly formatThreshold = (value: number): string =>
    formatThreshold(this.compared, value, this.unit, true);
  /** A divergence as text, with its unit. */
  readonly formatDivergence = (value: number): string => formatMeasured(this.measure, value, this.unit, true);
}
