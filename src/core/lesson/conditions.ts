import { z } from "zod";
import { comparison, exampleId, none, percentage, position, settingId, side, view } from "./arguments";
import type { LessonSnapshot } from "./snapshot";
import type { Word } from "./vocabulary";

/**
 * Whether something holds on the page.
 *
 * @param now the page now
 * @param start the page when the step was opened
 */
export type Condition = (now: LessonSnapshot, start: LessonSnapshot) => boolean;

const any = z.literal("any");
const verdict = z.enum(["right", "wrong"]);

/** When a step is done (`done: …`). To add a condition: a row here, and a field of the snapshot where it needs a new one. */
export const CONDITIONS: Readonly<Record<string, Word<Condition>>> = {
  token: {
    usage: ["token 7", "token most-different", "token any"],
    help: "this token is chosen, counted from 1",
    read: z
      .union([position, any, z.literal("most-different")])
      .transform((where): Condition => ({ settings: { chosen }, mostDifferent }) => {
        if (where === "any") return chosen >= 0;
        return chosen >= 0 && chosen === (where === "most-different" ? mostDifferent : where);
      }),
  },
  pinned: {
    usage: ["pinned 7", "pinned any"],
    help: "this token is pinned",
    read: z.union([position, any]).transform((where): Condition => ({ settings: { pins } }) => {
      return where === "any" ? pins.length > 0 : pins.includes(where);
    }),
  },
  setting: {
    usage: ["setting k >= 5", "setting m != js"],
    help: "a setting has or passes a value (=, !=, <, <=, >, >=), by the keys that links use",
    read: comparison.transform(
      (holds): Condition =>
        ({ settings }) =>
          holds(settings),
    ),
  },
  changed: {
    usage: ["changed th"],
    help: "a setting is another than when the step began",
    read: settingId.transform(
      (id): Condition =>
        (now, start) =>
          String(now.settings[id]) !== String(start.settings[id]),
    ),
  },
  example: {
    usage: ["example carry"],
    help: "this example is open",
    read: exampleId.transform(
      (id): Condition =>
        ({ settings }) =>
          settings.recording === id,
    ),
  },
  compared: {
    usage: ["compared"],
    help: "every token of the text has its numbers, recorded or live",
    read: none.transform(
      (): Condition =>
        ({ numbers }) =>
          numbers !== "none",
    ),
  },
  live: {
    usage: ["live"],
    help: "the numbers are live",
    read: none.transform(
      (): Condition =>
        ({ numbers }) =>
          numbers === "live",
    ),
  },
  loaded: {
    usage: ["loaded a", "loaded b", "loaded both"],
    help: "a model is loaded",
    read: z.union([side, z.literal("both")]).transform(
      (which): Condition =>
        ({ ready }) =>
          which === "both" ? ready.a && ready.b : ready[which],
    ),
  },
  written: {
    usage: ["written b", "written any"],
    help: "the solution was written by this model and compared",
    read: z.union([side, any]).transform(
      (whom): Condition =>
        ({ writtenBy }) =>
          whom === "any" ? writtenBy !== undefined : writtenBy === whom,
    ),
  },
  versions: {
    usage: ["versions 2"],
    help: "there are at least so many versions of the solution",
    read: z
      .string()
      .regex(/^[1-9]\d?$/)
      .transform(
        (count): Condition =>
          ({ versions }) =>
            versions >= Number(count),
      ),
  },
  answer: {
    usage: ["answer right", "answer wrong"],
    help: "the boxed answer is right or wrong, where the right one is known",
    read: verdict.transform(
      (wanted): Condition =>
        ({ right }) =>
          right === (wanted === "right"),
    ),
  },
  view: {
    usage: ["view switch"],
    help: "this view is open",
    read: view.transform(
      (wanted): Condition =>
        (now) =>
          now.view === wanted,
    ),
  },
  switched: {
    usage: ["switched right", "switched wrong"],
    help: "the switched answer has ended and is right or wrong, where the right one is known",
    read: verdict.transform(
      (wanted): Condition =>
        ({ switched }) =>
          switched?.right.switched === (wanted === "right"),
    ),
  },
  alone: {
    usage: ["alone a wrong", "alone b right"],
    help: "the answer of one model alone, beside the switched one, is right or wrong",
    read: z
      .string()
      .transform((text) => text.split(/\s+/))
      .pipe(z.tuple([side, verdict]))
      .transform(
        ([whose, wanted]): Condition =>
          ({ switched }) =>
            switched?.right[whose] === (wanted === "right"),
      ),
  },
  share: {
    usage: ["share < 10", "share > 0"],
    help: "how many percent of the switched answer’s tokens are from B (<, <=, >, >=)",
    read: percentage.transform(
      (holds): Condition =>
        ({ switched }) =>
          switched !== undefined && switched.tokens > 0 && holds(switched.fromB / switched.tokens),
    ),
  },
  study: {
    usage: ["study"],
    help: "a point of the figure over many problems is chosen",
    read: none.transform(
      (): Condition =>
        ({ pointChosen }) =>
          pointChosen,
    ),
  },
};
