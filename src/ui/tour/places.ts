/** The parts of the page that the tour and lessons lead to, as `data-place` names them. */
export type PlaceName =
  | "answers"
  | "composer"
  | "controls"
  | "curve"
  | "details"
  | "examples"
  | "figure"
  | "link"
  | "policy"
  | "text"
  | "threshold"
  | "write";

/** A part of the page, or one token of the text, counted from 0. */
export type Place = PlaceName | { readonly token: number };

/** The place on the page, drawn or not. */
export function elementOf(place: Place): Element | undefined {
  const selector =
    typeof place === "string"
      ? `[data-place="${place}"]`
      : `[data-place="text"] [data-position="${place.token}"]`;
  return document.querySelector(selector) ?? undefined;
}

/** Whether an element is drawn: a sheet that is closed is there, and not drawn. */
export function isDrawn(element: Element): boolean {
  return element.checkVisibility({ visibilityProperty: true });
}
