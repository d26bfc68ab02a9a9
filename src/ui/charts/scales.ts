/**
 * What colour a value has. One magnitude scale for everything that has a size (grey to magenta, a straight line in
 * OKLab, so equal steps look equal and nothing is mistaken for A's blue or B's orange), one signed scale between A and
 * B, and classes in order, which take evenly spaced colours of the magnitude scale.
 *
 * The page draws with `colourOf`, whose CSS follows light and dark by itself; `hexOf` computes the same colour where CSS
 * is not at hand, and is what the tests look at.
 */
import { mixOklab, oklch, rgbFromOklab, toHex, contrast, oklabFromRgb, parseHex, type Oklab } from "./oklab";

export type Theme = "light" | "dark";

/** How strength grows with the value: `sqrt` and `log` spread small values. */
export type Curve = "linear" | "sqrt" | "log";

export interface SequentialScale {
  kind: "sequential";
  /** Values of no and of full strength; what lies outside is clamped. `log` needs a low end above 0. */
  domain: readonly [low: number, high: number];
  curve?: Curve;
}

export interface DivergingScale {
  kind: "diverging";
  /** −limit is all A, 0 the middle, +limit all B. */
  limit: number;
  curve?: Exclude<Curve, "log">;
}

export interface ClassScale {
  kind: "classes";
  /** In rising order; a value is the index of its class. */
  labels: readonly string[];
}

export type ColourScale = SequentialScale | DivergingScale | ClassScale;

/** The ends of the scales. `tokens.css` carries the same colours for CSS. */
const ANCHORS = {
  light: {
    low: oklch(0.87, 0.004, 333),
    high: oklch(0.37, 0.163, 333),
    a: oklabFromRgb(parseHex("#0072b2")),
    b: oklch(0.547, 0.149, 47.5),
  },
  dark: {
    low: oklch(0.4, 0.006, 330),
    high: oklch(0.88, 0.09, 330),
    a: oklch(0.72, 0.115, 244),
    b: oklch(0.7, 0.15, 50),
  },
} satisfies Record<Theme, Record<"low" | "high" | "a" | "b", Oklab>>;

/**
 * Where a value stands on its scale: 0 to 1, or −1 (A) to 1 (B) on a diverging one. Values beyond the domain, ±∞
 * included, are clamped; NaN has no place (null). A domain without width sends what exceeds it to 1 and the rest to 0.
 */
export function strengthOf(scale: ColourScale, value: number): number | null {
  if (Number.isNaN(value)) return null;
  switch (scale.kind) {
    case "sequential": {
      const [low, high] = scale.domain;
      if (high <= low) return value > high ? 1 : 0;
      const clamped = Math.min(high, Math.max(low, value));
      if (scale.curve === "log") return Math.log(clamped / requirePositive(low)) / Math.log(high / low);
      return bend((clamped - low) / (high - low), scale.curve);
    }
    case "diverging": {
      if (scale.limit <= 0) return Math.sign(value);
      const share = Math.min(1, Math.abs(value) / scale.limit);
      return Math.sign(value) * bend(share, scale.curve);
    }
    case "classes": {
      const last = scale.labels.length - 1;
      return last <= 0 ? 0 : Math.min(last, Math.max(0, Math.round(value))) / last;
    }
    default:
      return scale satisfies never;
  }
}

/** The value that has this strength: the inverse of `strengthOf` within the domain. */
export function valueOf(scale: ColourScale, strength: number): number {
  switch (scale.kind) {
    case "sequential": {
      const [low, high] = scale.domain;
      if (scale.curve === "log") return requirePositive(low) * (high / low) ** strength;
      return low + (high - low) * unbend(strength, scale.curve);
    }
    case "diverging":
      return Math.sign(strength) * scale.limit * unbend(Math.abs(strength), scale.curve);
    case "classes":
      return Math.round(strength * (scale.labels.length - 1));
    default:
      return scale satisfies never;
  }
}

/** CSS colour of a value, in steps of one per cent; `transparent` for NaN. */
export function colourOf(scale: ColourScale, value: number): string {
  const strength = strengthOf(scale, value);
  if (strength === null) return "transparent";
  const percent = Math.round(Math.abs(strength) * 100);
  const [from, to] =
    scale.kind !== "diverging"
      ? ["--magnitude-low", "--magnitude-high"]
      : ["--diverging-middle", strength < 0 ? "--diverging-a" : "--diverging-b"];
  return `color-mix(in oklab, var(${to}) ${percent}%, var(${from}))`;
}

/** The colour of a strength (see `strengthOf`) as `#rrggbb` in one theme. */
export function hexOf(kind: ColourScale["kind"], strength: number, theme: Theme): string {
  const anchors = ANCHORS[theme];
  const end = kind !== "diverging" ? anchors.high : strength < 0 ? anchors.a : anchors.b;
  return toHex(rgbFromOklab(mixOklab(anchors.low, end, Math.abs(strength))));
}

/** Black or white, whichever reads better on this colour: the contrast is at least 4.5. */
export function textOn(hex: string): "#000000" | "#ffffff" {
  const background = parseHex(hex);
  return contrast(background, parseHex("#000000")) >= contrast(background, parseHex("#ffffff"))
    ? "#000000"
    : "#ffffff";
}

function bend(share: number, curve: Curve = "linear"): number {
  return curve === "sqrt" ? Math.sqrt(share) : share;
}

function unbend(strength: number, curve: Curve = "linear"): number {
  return curve === "sqrt" ? strength * strength : strength;
}

function requirePositive(low: number): number {
  if (low > 0) return low;
  throw new RangeError(`A logarithmic scale needs a low end above 0, got ${low}`);
}
