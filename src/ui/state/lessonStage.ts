import type { SettingId } from "../../core/config/settings";
import type { LessonStage } from "../../core/lesson/stage";
import { liveSnapshot } from "./lessonSnapshot";
import type { Session } from "./session.svelte";

/** Settings that decide who writes a switched answer. */
const WHO_WRITES = [
  "policy",
  "divergence",
  "switchThreshold",
  "switchBack",
  "start",
] as const satisfies readonly SettingId[];

/** The page as a lesson's actions see it: each does what the person's own hand would. */
export function sessionStage(session: Session): LessonStage {
  const { view, settings } = session;
  return {
    set(changed) {
      const { chat, ...others } = changed;
      settings.assign(others);
      if (chat !== undefined) session.texts.setChat(chat);
      if (changed.temperature !== undefined || changed.k !== undefined) void session.comparing.look();
      if (WHO_WRITES.some((id) => id in changed)) session.switching.follow();
    },
    openExample: (id) => session.openExample(id),
    choose(where) {
      const position = where === "most-different" ? liveSnapshot(session).mostDifferent : where;
      const tokens = session.comparison.text?.solution.length ?? 0;
      if (position !== undefined && position < tokens) view.choose(position);
    },
    pin(position) {
      if (!view.isPinned(position)) view.togglePin(position);
    },
    type(field, text) {
      // The right answer is that of the question before.
      if (field === "prompt" && text !== settings.get("prompt")) settings.set("expected", "");
      session.texts.edit(field, text);
    },
    compare: () => session.compare(),
    write: (side) => session.writeWith(side),
    async force(position, firstChoiceOf) {
      const { text } = session.comparison;
      const rank = firstChoiceOf === "a" ? "rankA" : "rankB";
      const first = text?.candidates(position).find((candidate) => candidate[rank] === 1);
      if (text && first) await session.force(position, text.token(first.id));
    },
    turn: (to) => session.turn(to),
    switch: () => session.switching.write(),
    async choosePoint() {
      const { study } = session;
      await study.open();
      if (study.finding?.type === "recovered") study.chosen = study.finding.at.arm;
    },
  };
}
