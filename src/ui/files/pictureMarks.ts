import { element, escapeText } from "./svg";

/** A picture's own colours: it always stands on white, where there is no style sheet. */
export const INK = "#1a1a1e";
export const QUIET = "#66666c";
export const LINE = "#e3e3e5";

/** A dashed line, as thresholds are drawn. */
export function dashed(x1: number, y1: number, x2: number, y2: number): string {
  return element("line", { x1, y1, x2, y2, stroke: INK, "stroke-dasharray": "4 3" });
}

export interface LabelStyle {
  size: number;
  weight?: number;
  fill?: string;
  anchor?: "start" | "middle" | "end";
}

/** A text with its baseline at y. */
export function label(
  text: string,
  x: number,
  y: number,
  { size, weight = 400, fill = INK, anchor = "start" }: LabelStyle,
): string {
  const place = {
    x: round(x),
    y: round(y),
    "font-size": size,
    "font-weight": weight,
    "text-anchor": anchor,
    fill,
  };
  return element("text", place, escapeText(text));
}

/**
 * A text over a drawing, with white around its letters: drawn twice, because not every program that draws SVG can paint
 * the outline of a text behind it.
 */
export function haloed(text: string, x: number, y: number, style: LabelStyle): string {
  const behind = { fill: "none", stroke: "#ffffff", "stroke-width": 3, "stroke-linejoin": "round" };
  return element("g", behind, label(text, x, y, { ...style, fill: "#ffffff" })) + label(text, x, y, style);
}

/** Coordinates are written to a tenth. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
