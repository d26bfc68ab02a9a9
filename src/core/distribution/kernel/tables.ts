/**
 * Piecewise polynomials for the two functions the kernel needs, tabulated once.
 *
 * exp: e^x for x in (−EXP_CUT, 0] is e^(−i/EXP_PER) · e^r with the nearest i, |r| ≤ 1/(2·EXP_PER), and e^r is its Taylor
 * polynomial of degree 4: relative error below 1e-15. Below the cut the last entry, 0, stands for less than 1e-19.
 *
 * JS: a token's part of the divergence is p·h(u), p the greater of its two probabilities and u ≥ 0 the gap between the
 * two log-probabilities. h is its Taylor polynomial of degree 3 around the nearest multiple of 1/GAP_PER: absolute error
 * below 2e-12, and exactly 0 at u = 0. From GAP_CUT on h is ½ ln 2 to 15 digits.
 */
export const EXP_PER = 256;
export const EXP_CUT = 44;
export const GAP_PER = 128;
export const GAP_CUT = 40;

/** (EXP_PER · EXP_CUT + 1) doubles. */
export function expTable(): Float64Array {
  const table = Float64Array.from({ length: EXP_PER * EXP_CUT + 1 }, (_, i) => Math.exp(-i / EXP_PER));
  table[table.length - 1] = 0;
  return table;
}

/** (GAP_PER · GAP_CUT + 1) rows of 4 coefficients, lowest power first. */
export function gapTable(): Float64Array {
  const rows = GAP_PER * GAP_CUT + 1;
  const table = new Float64Array(4 * rows);
  for (let row = 0; row < rows; row++) table.set(gapTaylor(row / GAP_PER), 4 * row);
  return table;
}

/**
 * h(u) = ½ [−s (1 + w) − u w] with w = e^−u, s = ln((1 + w) / 2), and its derivatives over n!:
 * h′ = ½ w (s + u), h″ = ½ w [v − (s + u)], h‴ = ½ w [(s + u) − 2v + w v²] with v = 1 / (1 + w).
 */
function gapTaylor(u: number): [number, number, number, number] {
  const w = Math.exp(-u);
  const s = Math.log1p(0.5 * Math.expm1(-u));
  const v = 1 / (1 + w);
  const h = 0.5 * (-s * (1 + w) - u * w);
  const first = 0.5 * w * (s + u);
  const second = 0.5 * w * (v - (s + u));
  const third = 0.5 * w * (s + u - 2 * v + w * v * v);
  return [h, first, second / 2, third / 6];
}
