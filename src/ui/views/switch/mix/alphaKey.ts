/** With Shift, an arrow key moves a weight to the next tenth; undefined for every other key. */
export function alphaAfterKey(
  value: number,
  { key, shiftKey }: Pick<KeyboardEvent, "key" | "shiftKey">,
): number | undefined {
  const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[key];
  if (step === undefined || !shiftKey) return undefined;
  const tenths = Math.round(value * 1000) / 100;
  return (step > 0 ? Math.floor(tenths) + 1 : Math.ceil(tenths) - 1) / 10;
}
