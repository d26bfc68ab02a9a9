import type { LessonStage } from "../../core/lesson/stage";
import { liveSnapshot } from "./lessonSnapshot";
import type { Session } from "./session.svelte";

/** The page as a lesson's actions see it: each does what the person's own hand would. */
export function sessionStage(session: Session): LessonStage {
  const { view, settings } = session;
  return {
    set(changed) {
      const { chat, ...others } = changed;
      settings.assign(others);
      if (chat !== undefined) session.texts.setChat(chat);
      if (changed.temperature !== undefined || changed.k !== undefined) void session.comparing.look();
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
    type: (field, text) => session.texts.edit(field, text),
    compare: () => session.compare(),
    write: (side) => session.writeWith(side),
    async force(position, firstChoiceOf) {
      const { text } = session.comparison;
      const rank = firstChoiceOf === "a" ? "rankA" : "rankB";
      const first = text?.candidates(position).find((candidate) => candidate[rank] === 1);
      if (text && first) await session.force(position, text.token(first.id));
    },
  };
}
