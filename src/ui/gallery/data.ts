import { Draws } from "../../core/random";
import type { Author } from "../charts/authorRuns";
import type { FrontierPoint } from "../charts/frontier.layout";
import type { SwitchMark } from "../charts/switchCurve.layout";

/**
 * A divergence along a text as it looks after RL: noise near 0, and a share of positions where the models part.
 * Values lie in [0, ln 2].
 */
export function divergence(count: number, share = 0.04, seed = 1): Float64Array {
  const draws = new Draws(seed, "test", 0);
  return Float64Array.from({ length: count }, () => {
    const parted = draws.next() < share;
    const size = draws.next();
    return parted ? Math.LN2 * (0.15 + 0.85 * size) : 0.012 * power(size, 6);
  });
}

/** An entropy along a text: high where a sentence opens, low inside words. In nats. */
export function entropy(count: number, seed: number, level = 1): Float64Array {
  const draws = new Draws(seed, "test", 1);
  let flow = 0.5;
  return Float64Array.from({ length: count }, () => {
    flow = 0.75 * flow + 0.5 * draws.next() - 0.125;
    const opening = draws.next() < 0.12 ? 1.4 * draws.next() : 0;
    return level * Math.max(0.004, flow * draws.next() + opening);
  });
}

/** Signed differences of probability, most near 0. */
export function differences(count: number, seed = 3): Float64Array {
  const draws = new Draws(seed, "test", 2);
  return Float64Array.from({ length: count }, () => power(2 * draws.next() - 1, 5));
}

/**
 * Who writes where by two thresholds: A begins; B takes over above one, and hands back below the other, which acts no
 * higher than the first. The token of a position is written by who is active after the decision.
 */
export function switchedBy(
  values: ArrayLike<number>,
  threshold: number,
  switchBack = threshold / 2,
): { authors: Author[]; switches: SwitchMark[] } {
  const back = Math.min(threshold, switchBack);
  const switches: SwitchMark[] = [];
  let active: "a" | "b" = "a";
  const authors = Array.from(values, (value, position) => {
    const to: "a" | "b" =
      active === "a" && value > threshold ? "b" : active === "b" && value < back ? "a" : active;
    if (to !== active) {
      const [sign, limit] = to === "b" ? [">", threshold] : ["<", back];
      switches.push({
        position,
        from: active,
        to,
        reason: `${value.toFixed(2)} ${sign} ${limit.toFixed(2)} nats`,
      });
    }
    return (active = to);
  });
  return { authors, switches };
}

/** A sweep as the paper finds it: few tokens from B bring most of its reward, the same number at random bring little. */
export function sweep(thresholds: readonly number[], n = 200, seed = 4): FrontierPoint[] {
  const draws = new Draws(seed, "test", 3);
  return (["switched", "control"] as const).flatMap((series) =>
    thresholds.map((threshold) => {
      const share = 0.12 / (1 + 18 * threshold);
      const gain = series === "switched" ? share / (share + 0.012) : share;
      const reward = 0.22 + 0.5 * gain + 0.03 * (draws.next() - 0.5);
      const half = 1.96 * Math.sqrt((reward * (1 - reward)) / n);
      return { series, sweep: threshold, share, reward, low: reward - half, high: reward + half, n };
    }),
  );
}

/** Some values put in the place of others. */
export function withValues(values: Float64Array, replaced: Readonly<Record<number, number>>): Float64Array {
  const copy = values.slice();
  for (const [position, value] of Object.entries(replaced)) copy[Number(position)] = value;
  return copy;
}

/** By multiplication: `**` may differ in the last digit between engines, and golden files would notice. */
function power(base: number, exponent: number): number {
  let product = 1;
  for (let factor = 0; factor < exponent; factor++) product *= base;
  return product;
}
