import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contrast, distanceOklab, oklabFromRgb, parseHex, type LinearRgb } from "./oklab";
import { colourOf, hexOf, strengthOf, textOn, valueOf, type ColourScale, type Theme } from "./scales";

const THEMES: readonly Theme[] = ["light", "dark"];
const STRENGTHS = Array.from({ length: 101 }, (_, step) => step / 100);

const tokensCss = readFileSync(join(import.meta.dirname, "../tokens.css"), "utf8");

/** Every `--name: light-dark(#…, #…)` (or plain `#…`) of tokens.css. */
const tokens = new Map(
  [...tokensCss.matchAll(/--([\w-]+): (?:light-dark\()?(#[0-9a-f]{6})(?:, (#[0-9a-f]{6})\))?/g)].map(
    ([, name, light, dark]) => [name as string, { light: light as string, dark: dark ?? (light as string) }],
  ),
);

function token(name: string, theme: Theme): string {
  const pair = tokens.get(name);
  if (!pair) throw new Error(`tokens.css has no --${name}`);
  return pair[theme];
}

/** Paper under one of the translucent fills, mixed as browsers mix: in sRGB. */
function filledPaper(fill: string, theme: Theme): string {
  const colour = /rgb\((\d+) (\d+) (\d+) \/ (\d+)%\)/;
  const pair = new RegExp(`--${fill}: light-dark\\(${colour.source}, ${colour.source}\\)`).exec(tokensCss);
  if (!pair) throw new Error(`tokens.css has no translucent --${fill}`);
  const [red, green, blue, percent] = pair.slice(theme === "light" ? 1 : 5).map(Number) as [
    number,
    number,
    number,
    number,
  ];
  const paper = token("paper", theme);
  const mixed = [red, green, blue].map((channel, index) => {
    const below = parseInt(paper.slice(1 + 2 * index, 3 + 2 * index), 16);
    return Math.round(below + ((channel - below) * percent) / 100);
  });
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}

/** How a dichromat sees a colour: Machado, Oliveira and Fernandes, 2009, severity 1, on linear light. */
const DICHROMATS = {
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
} as const;

function seenBy(matrix: readonly number[], rgb: LinearRgb): LinearRgb {
  const row = (start: number) => {
    const value = rgb.reduce((sum, channel, column) => sum + channel * (matrix[start + column] as number), 0);
    return Math.min(1, Math.max(0, value));
  };
  return [row(0), row(3), row(6)];
}

function difference(x: string, y: string, matrix?: readonly number[]): number {
  const see = (hex: string) => oklabFromRgb(matrix ? seenBy(matrix, parseHex(hex)) : parseHex(hex));
  return distanceOklab(see(x), see(y));
}

describe("strengthOf", () => {
  const js: ColourScale = { kind: "sequential", domain: [0, Math.LN2] };

  test("runs from 0 at the domain's low end to 1 at its high end", () => {
    expect([0, Math.LN2 / 2, Math.LN2].map((value) => strengthOf(js, value))).toEqual([0, 0.5, 1]);
  });

  test("clamps what lies outside, infinities included", () => {
    expect([-1, -Infinity, 5, Infinity].map((value) => strengthOf(js, value))).toEqual([0, 0, 1, 1]);
  });

  test("has no place for NaN", () => {
    expect(strengthOf(js, NaN)).toBeNull();
    expect(colourOf(js, NaN)).toBe("transparent");
  });

  test("spreads small values with sqrt and decades evenly with log", () => {
    expect(strengthOf({ kind: "sequential", domain: [0, 1], curve: "sqrt" }, 0.01)).toBeCloseTo(0.1, 12);
    const log: ColourScale = { kind: "sequential", domain: [0.001, 1], curve: "log" };
    expect(
      [0, 0.001, 0.01, 0.1, 1].map((value) => Math.round((strengthOf(log, value) as number) * 3)),
    ).toEqual([0, 0, 1, 2, 3]);
    expect(() => strengthOf({ ...log, domain: [0, 1] }, 0.5)).toThrow("low end above 0, got 0");
  });

  test("is signed on a diverging scale: A below, B above, 0 in the middle", () => {
    const scale: ColourScale = { kind: "diverging", limit: 0.5 };
    expect([-2, -0.25, 0, 0.25, Infinity].map((value) => strengthOf(scale, value))).toEqual([
      -1, -0.5, 0, 0.5, 1,
    ]);
  });

  test("spaces classes evenly; a lone class has strength 0", () => {
    const shift: ColourScale = { kind: "classes", labels: ["unshifted", "marginal", "shifted"] };
    expect([0, 1, 2, 9].map((value) => strengthOf(shift, value))).toEqual([0, 0.5, 1, 1]);
    expect(strengthOf({ kind: "classes", labels: ["only"] }, 0)).toBe(0);
  });

  test("sends what exceeds a domain without width to 1", () => {
    expect([1, 2, 3].map((value) => strengthOf({ kind: "sequential", domain: [2, 2] }, value))).toEqual([
      0, 0, 1,
    ]);
  });

  test("is undone by valueOf", () => {
    const scales: ColourScale[] = [
      js,
      { kind: "sequential", domain: [0, 3], curve: "sqrt" },
      { kind: "sequential", domain: [0.01, 10], curve: "log" },
      { kind: "diverging", limit: 2, curve: "sqrt" },
    ];
    for (const scale of scales) {
      fc.assert(
        fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (strength) => {
          expect(strengthOf(scale, valueOf(scale, strength))).toBeCloseTo(strength, 9);
        }),
      );
    }
  });
});

describe("the colours", () => {
  test("of tokens.css are the ones computed here", () => {
    for (const theme of THEMES) {
      expect(token("magnitude-low", theme)).toBe(hexOf("sequential", 0, theme));
      expect(token("magnitude-high", theme)).toBe(hexOf("sequential", 1, theme));
      expect(token("diverging-middle", theme)).toBe(hexOf("diverging", 0, theme));
      expect(token("diverging-a", theme)).toBe(hexOf("diverging", -1, theme));
      expect(token("diverging-b", theme)).toBe(hexOf("diverging", 1, theme));
    }
  });

  test("in CSS mix the same two ends in the same share", () => {
    const classes: ColourScale = { kind: "classes", labels: ["x", "y", "z"] };
    expect(colourOf(classes, 1)).toBe("color-mix(in oklab, var(--magnitude-high) 50%, var(--magnitude-low))");
    expect(colourOf({ kind: "diverging", limit: 1 }, -0.25)).toBe(
      "color-mix(in oklab, var(--diverging-a) 25%, var(--diverging-middle))",
    );
  });

  test("of the magnitude scale change evenly: no step is 1.3 times another", () => {
    for (const theme of THEMES) {
      const steps = STRENGTHS.slice(0, -10)
        .filter((_, index) => index % 10 === 0)
        .map((strength) =>
          difference(hexOf("sequential", strength, theme), hexOf("sequential", strength + 0.1, theme)),
        );
      expect(Math.max(...steps) / Math.min(...steps)).toBeLessThan(1.3);
    }
  });

  test("of the magnitude scale get steadily darker on light paper and lighter on dark, so they read without hue", () => {
    for (const theme of THEMES) {
      const lightness = STRENGTHS.map(
        (strength) => oklabFromRgb(parseHex(hexOf("sequential", strength, theme)))[0],
      );
      const sign = theme === "light" ? -1 : 1;
      lightness
        .slice(1)
        .forEach((value, index) =>
          expect(sign * (value - (lightness[index] as number))).toBeGreaterThan(-1e-3),
        );
      expect(Math.abs((lightness.at(-1) as number) - (lightness[0] as number))).toBeGreaterThan(0.4);
    }
  });

  test("of strong magnitudes stay apart from A and B, for trichromats and each kind of dichromat", () => {
    for (const theme of THEMES) {
      for (const side of ["a", "b"]) {
        for (const strength of [0.9, 1]) {
          const colour = hexOf("sequential", strength, theme);
          for (const matrix of [undefined, ...Object.values(DICHROMATS)]) {
            expect(difference(colour, token(side, theme), matrix)).toBeGreaterThan(0.08);
          }
        }
      }
    }
  });

  test("of A and B stay apart for each kind of dichromat", () => {
    for (const theme of THEMES) {
      for (const matrix of Object.values(DICHROMATS)) {
        expect(difference(token("a", theme), token("b", theme), matrix)).toBeGreaterThan(0.15);
      }
    }
  });

  test("of A and B at equal strength are equally far from the middle, within a tenth", () => {
    for (const theme of THEMES) {
      const middle = hexOf("diverging", 0, theme);
      for (const strength of [0.25, 0.5, 1]) {
        const towardsA = difference(middle, hexOf("diverging", -strength, theme));
        const towardsB = difference(middle, hexOf("diverging", strength, theme));
        expect(Math.abs(towardsA / towardsB - 1)).toBeLessThan(0.1);
      }
    }
  });
});

describe("text", () => {
  test("in textOn's colour has contrast 4.5 on every colour of every scale", () => {
    for (const theme of THEMES) {
      for (const strength of STRENGTHS) {
        const colours = [
          hexOf("sequential", strength, theme),
          hexOf("diverging", -strength, theme),
          hexOf("diverging", strength, theme),
        ];
        for (const colour of colours) {
          expect(contrast(parseHex(colour), parseHex(textOn(colour)))).toBeGreaterThanOrEqual(4.5);
        }
      }
    }
  });

  test.each([
    ["ink", ["paper", "surface", "raised", "a-wash", "b-wash"]],
    ["ink-2", ["paper", "surface", "raised", "a-wash", "b-wash"]],
    ["ink-3", ["paper", "surface", "raised"]],
    ["a-text", ["paper", "surface", "raised", "a-wash"]],
    ["b-text", ["paper", "surface", "raised", "b-wash"]],
    ["danger", ["paper", "surface", "raised"]],
    ["on-a", ["a"]],
    ["on-b", ["b"]],
  ])("in --%s has contrast 4.5 on %j", (text, grounds) => {
    for (const theme of THEMES) {
      for (const ground of grounds) {
        expect(contrast(parseHex(token(text, theme)), parseHex(token(ground, theme)))).toBeGreaterThanOrEqual(
          4.5,
        );
      }
    }
  });

  test("keeps contrast 4.5 where paper is filled for hover and for chosen", () => {
    for (const theme of THEMES) {
      for (const fill of ["hover", "chosen"]) {
        const ground = filledPaper(fill, theme);
        for (const text of ["ink", "ink-2", "ink-3", "a-text", "b-text"]) {
          expect(contrast(parseHex(token(text, theme)), parseHex(ground))).toBeGreaterThanOrEqual(4.5);
        }
      }
    }
  });

  test("marks of A, B and full magnitude have contrast 3 on paper", () => {
    for (const theme of THEMES) {
      for (const mark of ["a", "b", "magnitude-high"]) {
        expect(
          contrast(parseHex(token(mark, theme)), parseHex(token("paper", theme))),
        ).toBeGreaterThanOrEqual(3);
      }
    }
  });
});
