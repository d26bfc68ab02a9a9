/** ln Σ e^x: the log mass of outcomes merged into one. −∞ of none. Neither over- nor underflows. */
export function logSumExp(values: readonly number[]): number {
  const max = values.reduce((greatest, value) => Math.max(greatest, value), -Infinity);
  if (max === -Infinity) return max;
  return max + Math.log(values.reduce((sum, value) => sum + Math.exp(value - max), 0));
}
