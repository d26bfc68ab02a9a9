import type { Action } from "../../core/lesson/actions";
import { ACTIONS } from "../../core/lesson/actions";
import { CONDITIONS, type Condition } from "../../core/lesson/conditions";
import { readWord } from "../../core/lesson/vocabulary";
import type { strings } from "../strings";
import type { PlaceName } from "./places";

/** One stop of the tour: a place on the page, and what "Show me" does there. */
export interface TourStep {
  name: keyof (typeof strings)["tour"]["steps"];
  place: PlaceName;
  /** What has to hold for the stop to have anything to speak of, and what is done where it does not. */
  needs?: { holds: Condition; otherwise: Action };
  show?: Action;
  done?: Condition;
}

/** The words of lessons, which are known here. */
function action(text: string): Action {
  const read = readWord(ACTIONS, text);
  if (!read.ok) throw new Error(`The tour does what no lesson can: ${text}`);
  return read.value;
}

function condition(text: string): Condition {
  const read = readWord(CONDITIONS, text);
  if (!read.ok) throw new Error(`The tour asks what no lesson can: ${text}`);
  return read.value;
}

/** The tour, in order. */
export const TOUR: readonly TourStep[] = [
  {
    name: "text",
    place: "text",
    show: action("token most-different"),
    done: condition("token any"),
  },
  {
    name: "details",
    place: "details",
    needs: { holds: condition("token any"), otherwise: action("token most-different") },
  },
  {
    name: "threshold",
    place: "threshold",
    show: action("set th=0.01"),
    done: condition("changed th"),
  },
  {
    name: "examples",
    place: "examples",
    show: action("example carry"),
    done: condition("example carry"),
  },
  { name: "write", place: "write", show: action("write b"), done: condition("written b") },
  { name: "link", place: "link" },
];
