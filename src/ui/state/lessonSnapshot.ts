import { measure } from "../../core/compare/measures";
import { mostDifferent } from "../../core/compare/mostDifferent";
import type { AnswerRole } from "../../core/generation/switching/run";
import type { LessonSnapshot } from "../../core/lesson/snapshot";
import { verdict } from "../../core/rewards/verdict";
import type { Session } from "./session.svelte";
import { solutionText } from "./solutionText";
import { answerVerdict } from "./switching/answerVerdict";
import { sentenceOf } from "./switching/sentence";

/**
 * What a lesson may ask about the page. Each field is read when it is asked for, so that a condition is woken by what it
 * looks at only; spread it for a copy that stays as it is.
 */
export function liveSnapshot(session: Session): LessonSnapshot {
  const shownText = () =>
    session.upToDate && session.comparison.text?.complete ? session.comparison.text : undefined;
  return {
    get settings() {
      return session.settings.all();
    },
    get ready() {
      const { a, b } = session.models;
      return { a: a.state.phase === "ready", b: b.state.phase === "ready" };
    },
    get numbers() {
      const { source } = session;
      if (shownText() === undefined) return "none";
      if (source === "recorded") return "recorded";
      return source === "live" || source === "kept" ? "live" : "none";
    },
    get writtenBy() {
      const origin = session.branches.shown?.origin;
      if (shownText() === undefined || origin === undefined || origin.type === "text") return undefined;
      return origin.writer;
    },
    get versions() {
      return session.branches.all.length;
    },
    get mostDifferent() {
      const { of } = measure(session.settings.get("measure"));
      const values = session.comparison.text?.column(of) ?? [];
      return mostDifferent(values, 1)[0];
    },
    get right() {
      const text = shownText();
      const expected = session.recordings.answerTo(session.settings.get("prompt"));
      if (text === undefined || expected === undefined) return undefined;
      return verdict(solutionText(text.solution), expected).right;
    },
    get view() {
      return session.link.view;
    },
    get switched() {
      const { settings, switching } = session;
      const names = { a: settings.get("modelA"), b: settings.get("modelB") };
      const rightOf = (role: AnswerRole) => answerVerdict(session, role)?.right;
      const others = switching.stale || switching.doing?.role === "switched";
      return others ? undefined : sentenceOf(switching.answers, names, rightOf);
    },
    get pointChosen() {
      return session.study.chosen !== undefined;
    },
  };
}
