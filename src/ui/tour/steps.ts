import type { Action } from "../../core/lesson/actions";
import { ACTIONS } from "../../core/lesson/actions";
import { CONDITIONS, type Condition } from "../../core/lesson/conditions";
import { readWord } from "../../core/lesson/vocabulary";
import type { strings } from "../strings";

/** One stop of the tour: a place on the page, and what "Show me" does there. */
export interface TourStep {
  name: keyof (typeof strings)["tour"]["steps"];
  /** Selects the place on the page; the first one that is there and drawn. */
  place: string;
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
    place: '[data-tour="text"]',
    show: action("token most-different"),
    done: condition("token any"),
  },
  { name: "details", place: '[data-tour="details"]' },
  {
    name: "threshold",
    place: '[data-tour="threshold"]',
    show: action("set th=0.01"),
    done: condition("changed th"),
  },
  {
    name: "examples",
    place: '[data-tour="examples"]',
    show: action("example carry"),
    done: condition("example carry"),
  },
  { name: "write", place: '[data-tour="write"]', show: action("write b"), done: condition("written b") },
  { name: "link", place: '[data-tour="link"]' },
];
