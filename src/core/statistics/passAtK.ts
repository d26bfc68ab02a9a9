/**
 * Chance that one of `k` answers drawn from `n` without replacement is among the `c` right ones: 1 − C(n−c, k) / C(n, k),
 * the unbiased estimate of pass@k (Chen et al., "Evaluating large language models trained on code", 2021). NaN where
 * `k` is not within 1 … n.
 */
export function passAtK(n: number, c: number, k: number): number {
  if (!(k >= 1 && k <= n)) return NaN;
  if (n - c < k) return 1;
  let none = 1;
  for (let i = n - c + 1; i <= n; i++) none *= 1 - k / i;
  return 1 - none;
}
