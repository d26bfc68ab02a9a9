import { z } from "zod";
import { assignments, exampleId, line, none, position, side, view } from "./arguments";
import type { LessonStage } from "./stage";
import type { Word } from "./vocabulary";

/** Does its part on the page; resolves when that is done or under way. */
export type Action = (stage: LessonStage) => Promise<void> | void;

/** What a step can do on the page (`do: …`). To add one: a row here, and a verb of the stage where it needs a new one. */
export const ACTIONS: Readonly<Record<string, Word<Action>>> = {
  example: {
    usage: ["example strawberry"],
    help: "opens a recorded example",
    read: exampleId.transform(
      (id): Action =>
        (stage) =>
          stage.openExample(id),
    ),
  },
  token: {
    usage: ["token 7", "token most-different"],
    help: "chooses a token, counted from 1",
    read: z.union([position, z.literal("most-different")]).transform(
      (where): Action =>
        (stage) =>
          stage.choose(where),
    ),
  },
  pin: {
    usage: ["pin 7"],
    help: "pins a token",
    read: position.transform(
      (where): Action =>
        (stage) =>
          stage.pin(where),
    ),
  },
  set: {
    usage: ["set m=klAB k=5"],
    help: "sets settings, by the keys that links use",
    read: assignments.transform(
      (settings): Action =>
        (stage) =>
          stage.set(settings),
    ),
  },
  prompt: {
    usage: ["prompt How many r in strawberry?"],
    help: "types a prompt",
    read: line.transform(
      (text): Action =>
        (stage) =>
          stage.type("prompt", text),
    ),
  },
  solution: {
    usage: ["solution The answer is \\boxed{3}"],
    help: "types a solution",
    read: line.transform(
      (text): Action =>
        (stage) =>
          stage.type("solution", text),
    ),
  },
  compare: {
    usage: ["compare"],
    help: "presses Compare",
    read: none.transform((): Action => (stage) => stage.compare()),
  },
  write: {
    usage: ["write b"],
    help: "lets a model write a solution",
    read: side.transform(
      (writer): Action =>
        (stage) =>
          stage.write(writer),
    ),
  },
  force: {
    usage: ["force 15 b"],
    help: "forces a model’s first choice at a token; the writer (w) goes on from there",
    read: z
      .string()
      .transform((text) => text.split(/\s+/))
      .pipe(z.tuple([position, side]))
      .transform(
        ([where, whose]): Action =>
          (stage) =>
            stage.force(where, whose),
      ),
  },
  view: {
    usage: ["view switch", "view compare"],
    help: "turns to a view",
    read: view.transform(
      (wanted): Action =>
        (stage) =>
          stage.turn(wanted),
    ),
  },
  switch: {
    usage: ["switch"],
    help: "presses Write in the view Switch",
    read: none.transform((): Action => (stage) => stage.switch()),
  },
  study: {
    usage: ["study"],
    help: "chooses the point that the sentence over many problems speaks of, in the view Switch",
    read: none.transform((): Action => (stage) => stage.choosePoint()),
  },
};
