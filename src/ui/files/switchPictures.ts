/**
 * The charts of switched generation as pictures that stand alone, like that of a comparison (picture.ts): plain SVG made of
 * the same layouts as the page's charts, always on white. `pngOf` (rasterise.ts) makes a PNG of any of them.
 */
import { authorBandLayout, type Lane } from "../charts/authorBand.layout";
import type { Author } from "../charts/authorRuns";
import { frontierLabels, shareAxisLabel } from "../charts/frontier.labels";
import { frontierLayout, type FrontierTone } from "../charts/frontier.layout";
import type { FrontierProps } from "../charts/frontier.props";
import { switchCurveLayout } from "../charts/switchCurve.layout";
import type { SwitchCurveProps } from "../charts/switchCurve.props";
import { chartWords as words } from "../charts/words";
import { formatFixed } from "../format/number";
import { dashed, haloed, INK, label, LINE, QUIET } from "./pictureMarks";
import { element, svgDocument } from "./svg";

export interface PictureHead {
  title: string;
  /** Which models, and what else must be known. */
  subtitle: string;
}

const WIDTH = 960;
const MARGIN = 36;
const INNER = WIDTH - 2 * MARGIN;
const HEAD = 56;
const HEIGHT = { curve: 280, frontier: 420 };
const SIZE = 11;
const WHITE = "#ffffff";
const AUTHORS: Readonly<Record<Author, string>> = { a: "#0072b2", b: "#d55e00", forced: "#4f4f55" };
/** Of texts: the colours of lines are too light for small letters. */
const TONES: Readonly<Record<FrontierTone, string>> = {
  a: "#0067a3",
  b: "#a84a03",
  switched: INK,
  control: QUIET,
};

/** The divergence along a switched answer, its thresholds and hand-overs, and who wrote what. */
export function switchCurveSvg(
  data: Pick<
    SwitchCurveProps,
    | "values"
    | "authors"
    | "switches"
    | "threshold"
    | "switchBack"
    | "top"
    | "log"
    | "format"
    | "formatThreshold"
    | "label"
  >,
  head: PictureHead,
): string {
  const { format, formatThreshold = format, authors } = data;
  const layout = switchCurveLayout(data, INNER, HEIGHT.curve);
  const { plot } = layout;
  const band = authorBandLayout({ authors, places: layout.places }, INNER);
  const threshold = (y: number | null, text: string, below: boolean) =>
    y === null
      ? ""
      : dashed(plot.left, y, plot.right, y) +
        haloed(text, below ? plot.left : plot.right, below ? y + 13 : y - 5, {
          size: SIZE,
          anchor: below ? "start" : "end",
        });
  const body = [
    ...layout.yTicks.map(({ y }) => level(plot.left, plot.right, y, LINE)),
    ...layout.stems.map(({ author, path }) =>
      element("path", {
        d: path,
        fill: "none",
        stroke: AUTHORS[author],
        "stroke-width": layout.stemWidth,
      }),
    ),
    level(plot.left, plot.right, plot.bottom, QUIET),
    ...layout.marks.map(({ kind, x, y }) =>
      label(kind === "missing" ? "×" : "∞", x, y + 4, { size: SIZE, anchor: "middle" }),
    ),
    ...layout.glyphs.map(({ x, to }) => {
      const y = plot.bottom + 1;
      const [d, fill] =
        to === "b"
          ? [`M${x},${y}l3.5,6h-7z`, AUTHORS.b]
          : to === "a"
            ? [`M${x},${y + 6}l3.5,-6h-7z`, AUTHORS.a]
            : [`M${x},${y - 0.5}l3.5,3.5l-3.5,3.5l-3.5,-3.5z`, AUTHORS.forced];
      return element("path", { d, fill });
    }),
    ...layout.yTicks.map(({ y, value }) =>
      haloed(format(value), plot.left, y - 4, { size: SIZE, fill: QUIET }),
    ),
    threshold(
      layout.thresholdY,
      data.threshold === undefined ? "" : words.switching.takeOver(formatThreshold(data.threshold)),
      false,
    ),
    threshold(
      layout.switchBackY,
      layout.switchBack === null ? "" : words.switching.handBack(formatThreshold(layout.switchBack)),
      true,
    ),
    ...layout.xTicks.map(({ x, y, label: text, anchor }) =>
      label(text, x, y, { size: SIZE, fill: QUIET, anchor }),
    ),
    element("g", { transform: `translate(0 ${layout.bandTop})` }, lanes(band.lanes)),
  ];
  return picture(head, data.label, HEIGHT.curve, body.join(""));
}

/** Reward against the share of tokens from B. */
export function frontierSvg(
  {
    points,
    a,
    b,
    names,
    label: name = words.frontier.title,
    formatReward = (reward) => formatFixed(reward, 2),
  }: FrontierProps,
  head: PictureHead,
): string {
  const labels = frontierLabels({ names, a, b }, formatReward);
  const layout = frontierLayout({ points, a, b, labels, format: formatReward }, INNER, HEIGHT.frontier);
  const { plot } = layout;
  const body = [
    ...layout.yTicks.map(
      ({ y, value }) =>
        level(plot.left, plot.right, y, LINE) +
        label(formatReward(value), plot.left - 11, y + 4, { size: SIZE, fill: QUIET, anchor: "end" }),
    ),
    level(plot.left, plot.right, plot.bottom, QUIET),
    ...layout.xTicks.map(({ x, label: text, anchor }) =>
      label(text, x, plot.bottom + 15, { size: SIZE, fill: QUIET, anchor }),
    ),
    label(shareAxisLabel(names.b, INNER / 7), plot.right, plot.bottom + 30, {
      size: SIZE,
      fill: QUIET,
      anchor: "end",
    }),
    ...layout.references.map(({ model, top, bottom }) =>
      element("rect", {
        x: plot.left,
        y: top,
        width: plot.right - plot.left,
        height: bottom - top,
        fill: AUTHORS[model],
        "fill-opacity": 0.13,
      }),
    ),
    ...layout.references.map(({ model, y }) => level(plot.left, plot.right, y, AUTHORS[model], 1.5)),
    ...layout.intervals.map(({ series, x, top, bottom }) =>
      element("line", { x1: x, x2: x, y1: top, y2: bottom, stroke: TONES[series], "stroke-opacity": 0.6 }),
    ),
    ...layout.lines.map(({ series, path }) =>
      element("path", {
        d: path,
        fill: "none",
        stroke: TONES[series],
        "stroke-width": series === "switched" ? 1.75 : 1.25,
        ...(series === "control" ? { "stroke-dasharray": "4 4" } : {}),
      }),
    ),
    ...layout.places.map(({ series, x, y }) =>
      series === "control"
        ? element("circle", { cx: x, cy: y, r: 5, fill: WHITE, stroke: QUIET, "stroke-width": 1.25 })
        : element("circle", { cx: x, cy: y, r: 4, fill: INK, stroke: WHITE, "stroke-width": 1.5 }),
    ),
    ...layout.labels.map(({ tone, text, x, y, anchor }) =>
      haloed(text, x, y, { size: SIZE, weight: 600, fill: TONES[tone], anchor }),
    ),
  ];
  return picture(head, name, HEIGHT.frontier, body.join(""));
}

function lanes(all: readonly Lane[]): string {
  return all.map(({ author, path }) => element("path", { d: path, fill: AUTHORS[author] })).join("");
}

function level(x1: number, x2: number, y: number, stroke: string, width = 1): string {
  return element("line", { x1, x2, y1: y, y2: y, stroke, "stroke-width": width });
}

function picture({ title, subtitle }: PictureHead, name: string, height: number, body: string): string {
  const parts = [
    label(title, 0, 16, { size: 16, weight: 600 }),
    label(subtitle, 0, 36, { size: 12, fill: QUIET }),
    label(name, 0, HEAD + 14, { size: 12, weight: 600 }),
    element("g", { transform: `translate(0 ${HEAD + 24})` }, body),
  ];
  const moved = element("g", { transform: `translate(${MARGIN} ${MARGIN})` }, parts.join(""));
  return svgDocument(WIDTH, 2 * MARGIN + HEAD + 24 + height, moved);
}
