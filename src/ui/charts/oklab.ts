/**
 * Colours in OKLab, where equal distances look equally different (Björn Ottosson, "A perceptual color space for image
 * processing", 2020). `color-mix(in oklab, …)` in CSS computes with the same matrices.
 */

/** Linear-light sRGB, each in [0, 1] where the screen can show it. */
export type LinearRgb = readonly [red: number, green: number, blue: number];

/** Lightness in [0, 1], green–red axis, blue–yellow axis. */
export type Oklab = readonly [lightness: number, a: number, b: number];

/** `#rrggbb` as linear light. */
export function parseHex(hex: string): LinearRgb {
  if (!/^#[0-9a-f]{6}$/i.test(hex)) throw new RangeError(`parseHex: expected #rrggbb, got "${hex}"`);
  const channel = (start: number) => toLinear(parseInt(hex.slice(start, start + 2), 16) / 255);
  return [channel(1), channel(3), channel(5)];
}

/** `#rrggbb` of a colour; channels outside [0, 1] are clipped. */
export function toHex(rgb: LinearRgb): string {
  const byte = (linear: number) => Math.round(255 * fromLinear(Math.min(1, Math.max(0, linear))));
  return `#${rgb.map((linear) => byte(linear).toString(16).padStart(2, "0")).join("")}`;
}

export function oklabFromRgb([red, green, blue]: LinearRgb): Oklab {
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

export function rgbFromOklab([lightness, a, b]: Oklab): LinearRgb {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

/** OKLab from its polar form: lightness in [0, 1], chroma from 0 (grey), hue in degrees. */
export function oklch(lightness: number, chroma: number, hue: number): Oklab {
  const angle = (hue * Math.PI) / 180;
  return [lightness, chroma * Math.cos(angle), chroma * Math.sin(angle)];
}

/** Point on the straight line from `from` (t = 0) to `to` (t = 1). */
export function mixOklab(from: Oklab, to: Oklab, t: number): Oklab {
  const at = (axis: 0 | 1 | 2) => from[axis] + (to[axis] - from[axis]) * t;
  return [at(0), at(1), at(2)];
}

/** How different two colours look: about 0.02 is just noticeable, black and white are 1 apart. */
export function distanceOklab(x: Oklab, y: Oklab): number {
  return Math.hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]);
}

/** Contrast ratio of WCAG 2, from 1 (equal) to 21 (black on white); order does not matter. */
export function contrast(x: LinearRgb, y: LinearRgb): number {
  const [darker, lighter] = [luminance(x), luminance(y)].sort((p, q) => p - q) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance([red, green, blue]: LinearRgb): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function toLinear(encoded: number): number {
  return encoded <= 0.04045 ? encoded / 12.92 : ((encoded + 0.055) / 1.055) ** 2.4;
}

function fromLinear(linear: number): number {
  return linear <= 0.0031308 ? linear * 12.92 : 1.055 * linear ** (1 / 2.4) - 0.055;
}
