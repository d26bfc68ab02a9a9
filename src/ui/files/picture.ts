/**
 * The comparison as one picture that stands alone: question, tokens with their colours, legend, the measure along the
 * text and how often each value occurs. Plain SVG (no HTML inside, no style sheet, fonts by their generic name), so that
 * any program that draws SVG opens it. Made of the same layouts as the page's charts; always on white.
 */
import type { Token } from "../../core/model";
import { binValues } from "../charts/binValues";
import { histogramLayout } from "../charts/histogram.layout";
import { lineChartLayout } from "../charts/lineChart.layout";
import { magnitudeLegendLayout } from "../charts/magnitudeLegend.layout";
import { hexOf, strengthOf, valueOf, type ColourScale } from "../charts/scales";
import { textRuns } from "../format/visibleText";
import { isAbove } from "../../core/compare/above";
import { dashed, INK, label, LINE, QUIET, round } from "./pictureMarks";
import { element, escapeText, svgDocument } from "./svg";
import { piecesOf } from "../views/compare/pieces";

export interface PictureData {
  /** What was asked. */
  title: string;
  /** Which models, and what else must be known. */
  subtitle: string;
  tokens: readonly Token[];
  /** The measure at every position. */
  values: Float64Array;
  measure: string;
  lineLabel: string;
  histogramLabel: string;
  scale: ColourScale;
  threshold: number;
  mirrored: boolean;
  whole: boolean;
  format: (value: number) => string;
  formatThreshold: (value: number) => string;
  /** Said where not all tokens are drawn. */
  cut: (shown: number, total: number) => string;
}

/** Width of a text in pixels, in the picture's font. */
export type MeasureText = (text: string, size: number, weight: number) => number;

const WIDTH = 960;
const MARGIN = 36;
const INNER = WIDTH - 2 * MARGIN;
const TOKEN = { size: 18, line: 36, underline: 6, thin: 2.5, thick: 4.5 };
const LEGEND = { width: 260, height: 8 };
const CHART = { line: 150, histogram: 150 };
const BINS = 24;
/** More would make a picture that no program opens quickly. */
const MOST_TOKENS = 3000;

interface Part {
  body: string;
  height: number;
}

export function pictureSvg(data: PictureData, measureText: MeasureText): string {
  const parts = [
    title(data, measureText),
    legend(data),
    tokenText(data, measureText),
    chart(data.lineLabel, lineChart(data)),
    chart(data.histogramLabel, histogram(data)),
  ];
  let y = MARGIN;
  const bodies = parts.map(({ body, height }) => {
    const moved = element("g", { transform: `translate(${MARGIN} ${round(y)})` }, body);
    y += height;
    return moved;
  });
  return svgDocument(WIDTH, round(y + MARGIN / 2), bodies.join(""));
}

/** A value's colour in light, as programs outside a browser know colours. */
export function hexOfValue(scale: ColourScale, value: number): string {
  const strength = strengthOf(scale, value);
  return strength === null ? "none" : hexOf(scale.kind, strength, "light");
}

function title({ title: asked, subtitle }: PictureData, measureText: MeasureText): Part {
  const lines = wrapped(asked.replace(/\s+/g, " ").trim(), measureText, 16, 600).slice(0, 3);
  const texts = lines.map((text, row) => label(text, 0, 18 + row * 24, { size: 16, weight: 600 }));
  const below = 18 + lines.length * 24;
  return {
    body: texts.join("") + label(subtitle, 0, below, { size: 12, fill: QUIET }),
    height: below + 22,
  };
}

function wrapped(text: string, measureText: MeasureText, size: number, weight: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && measureText(longer, size, weight) > INNER) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

function legend({ scale, threshold, measure, format }: PictureData): Part {
  const { ticks, thresholdPercent, classes } = magnitudeLegendLayout(scale, threshold);
  const name = label(measure, 0, 12, { size: 12, weight: 600 });
  if (scale.kind === "classes") {
    const swatches = classes.map(({ label: text }, index) => {
      const x = 160 + index * 130;
      const swatch = { x, y: 5, width: 24, height: LEGEND.height, rx: 4, fill: hexOfValue(scale, index) };
      return element("rect", swatch) + label(text, x + 32, 13, { size: 12 });
    });
    return { body: name + swatches.join(""), height: 34 };
  }
  const from = scale.kind === "diverging" ? -1 : 0;
  const stops = Array.from({ length: 17 }, (_, step) => {
    const strength = from + ((1 - from) * step) / 16;
    const colour = hexOfValue(scale, valueOf(scale, strength));
    return element("stop", { offset: `${round((100 * step) / 16)}%`, "stop-color": colour });
  });
  const y = 22;
  const x = (percent: number) => round((LEGEND.width * percent) / 100);
  return {
    body: [
      name,
      element("linearGradient", { id: "ramp" }, stops.join("")),
      element("rect", { x: 0, y, width: LEGEND.width, height: LEGEND.height, rx: 4, fill: "url(#ramp)" }),
      thresholdPercent === null
        ? ""
        : element("rect", {
            x: x(thresholdPercent) - 1,
            y: y - 3,
            width: 2,
            height: LEGEND.height + 6,
            fill: INK,
          }),
      ...ticks.map(({ percent, value, anchor }) =>
        label(format(value), x(percent), y + 23, { size: 11, fill: QUIET, anchor }),
      ),
    ].join(""),
    height: y + 42,
  };
}

/** Every token at its own place, so that another font moves none of them far. */
function tokenText(data: PictureData, measureText: MeasureText): Part {
  const tokens = data.tokens.slice(0, MOST_TOKENS);
  const space = measureText(" ", TOKEN.size, 400);
  const drawn: string[] = [];
  let x = 0;
  let y = TOKEN.size + 4;
  for (const { from, to, display } of piecesOf(tokens)) {
    const runs = textRuns(display);
    const text = runs.map((run) => run.text).join("");
    const shown = display.leadingSpace ? text.slice(1) : text;
    const gap = display.leadingSpace ? space : 0;
    const width = measureText(shown, TOKEN.size, 400);
    if (x > 0 && x + gap + width > INNER) {
      x = 0;
      y += TOKEN.line;
    }
    const start = x === 0 ? 0 : x + gap;
    const marks = runs.slice(display.leadingSpace ? 1 : 0);
    const spans = marks.map((run) =>
      run.mark ? element("tspan", { fill: QUIET }, escapeText(run.text)) : escapeText(run.text),
    );
    const fill = display.kind === "text" ? INK : QUIET;
    const place = { x: round(start), y, textLength: round(width), "font-size": TOKEN.size, fill };
    drawn.push(element("text", { ...place, "xml:space": "preserve" }, spans.join("")));
    drawn.push(underlines(data, from, to, x, start + width, y));
    x = start + width + 1;
    if (tokens.slice(from, to).some((token) => token.text.endsWith("\n"))) {
      x = 0;
      y += TOKEN.line;
    }
  }
  if (tokens.length < data.tokens.length) {
    y += TOKEN.line;
    drawn.push(label(`… ${data.cut(tokens.length, data.tokens.length)}`, 0, y, { size: 12, fill: QUIET }));
  }
  return { body: drawn.join(""), height: y + 36 };
}

/** One under each of the tokens that are drawn together. */
function underlines(
  data: PictureData,
  from: number,
  to: number,
  left: number,
  right: number,
  y: number,
): string {
  const width = (right - left) / (to - from);
  return Array.from({ length: to - from }, (_, index) => {
    const value = data.values[from + index] ?? NaN;
    const height = isAbove(value, data.threshold) ? TOKEN.thick : TOKEN.thin;
    return element("rect", {
      x: round(left + index * width + 0.5),
      y: y + TOKEN.underline,
      width: round(Math.max(1, width - 1)),
      height,
      fill: hexOfValue(data.scale, value),
    });
  }).join("");
}

function chart(name: string, part: Part): Part {
  const head = label(name, 0, 12, { size: 12, weight: 600 });
  return { body: head + element("g", { transform: "translate(0 20)" }, part.body), height: part.height + 40 };
}

function lineChart(data: PictureData): Part {
  const { values, scale, threshold, mirrored, whole, format } = data;
  const classes = scale.kind === "classes" ? ([0, scale.labels.length - 1] as const) : undefined;
  const named = { thresholdNamed: true, format, paint: hexOfValue };
  const options = { values, scale, threshold, mirrored, whole, ...named };
  const layout = lineChartLayout({ ...options, ...(classes ? { domain: classes } : {}) }, INNER, CHART.line);
  const { plot } = layout;
  const stops = layout.gradient.map(({ offset, colour }) =>
    element("stop", { offset, "stop-color": colour }),
  );
  const across = { x1: plot.left, x2: plot.right };
  const gradient = {
    id: "magnitude",
    gradientUnits: "userSpaceOnUse",
    x1: 0,
    x2: 0,
    y1: plot.bottom,
    y2: plot.top,
  };
  return {
    body: [
      element("linearGradient", gradient, stops.join("")),
      ...layout.yTicks.map(({ y }) => element("line", { ...across, y1: y, y2: y, stroke: LINE })),
      element("line", { ...across, y1: layout.zeroY, y2: layout.zeroY, stroke: QUIET }),
      ...layout.lines.flatMap(({ path, area }) => [
        element("path", { d: area, fill: "url(#magnitude)", "fill-opacity": 0.18 }),
        element("path", { d: path, fill: "none", stroke: "url(#magnitude)", "stroke-width": 1.75 }),
      ]),
      ...layout.marks.map(({ x, y, kind }) =>
        label(kind === "missing" ? "×" : kind === "infinite" ? "∞" : "−∞", x, y + 4, {
          size: 11,
          anchor: "middle",
        }),
      ),
      ...[layout.thresholdY, layout.mirrorY].map((y) =>
        y === null ? "" : dashed(plot.left, y, plot.right, y),
      ),
      layout.thresholdY === null
        ? ""
        : label(data.formatThreshold(threshold), plot.right, layout.thresholdY - 5, {
            size: 11,
            anchor: "end",
          }),
      ...layout.yTicks.map(({ y, value }) =>
        label(format(value), plot.right, y - 4, { size: 11, fill: QUIET, anchor: "end" }),
      ),
      ...layout.xTicks.map(({ x, label: text, anchor }) =>
        label(text, x, plot.bottom + 14, { size: 11, fill: QUIET, anchor }),
      ),
    ].join(""),
    height: CHART.line,
  };
}

function histogram(data: PictureData): Part {
  const { values, scale, threshold, mirrored, whole, format } = data;
  const binned = binValues(values, { bins: BINS, whole });
  const options = { threshold, mirrored, whole, format, scale, paint: hexOfValue };
  const layout = histogramLayout(binned, options, INNER, CHART.histogram);
  const { plot } = layout;
  return {
    body: [
      ...layout.countTicks.map(({ y }) => element("line", { x1: 0, x2: INNER, y1: y, y2: y, stroke: LINE })),
      ...layout.bars.map(({ x, y, width, height, colour }) =>
        element("rect", { x, y, width, height, fill: colour }),
      ),
      ...layout.lowCounts.map(({ x, y, count, turned }) =>
        turned
          ? element(
              "g",
              { transform: `rotate(-90 ${x} ${y})` },
              label(String(count), x, y + 4, { size: 11, fill: QUIET }),
            )
          : label(String(count), x, y, { size: 11, fill: QUIET, anchor: "middle" }),
      ),
      element("line", { x1: 0, x2: INNER, y1: plot.bottom, y2: plot.bottom, stroke: QUIET }),
      ...[layout.thresholdX, layout.mirrorX].map((x) =>
        x === null ? "" : dashed(x, plot.top, x, plot.bottom),
      ),
      ...layout.countTicks.map(({ y, count }) =>
        label(String(count), INNER, y - 4, { size: 11, fill: QUIET, anchor: "end" }),
      ),
      ...layout.bars
        .filter(({ bin }) => bin.kind !== "range")
        .map(({ bin, x, width }) => {
          const name = bin.kind === "zero" ? "0" : bin.kind === "infinite" ? "∞" : "−∞";
          return label(name, x + width / 2, plot.bottom + 14, { size: 11, fill: QUIET, anchor: "middle" });
        }),
      ...layout.xTicks.map(({ x, value, anchor }) =>
        label(format(value), x, plot.bottom + 14, { size: 11, fill: QUIET, anchor }),
      ),
    ].join(""),
    height: CHART.histogram,
  };
}
