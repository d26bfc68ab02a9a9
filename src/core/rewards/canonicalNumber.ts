const DECIMAL = /^([+-]?)(\d+|\d{1,3}(?:,\d{3})+|(?=\.\d))(?:\.(\d*))?$/;

/**
 * The one spelling of a decimal number: "042", "+42", "42.0" and "42" become "42", "1,250" becomes "1250". Digits are
 * kept however many there are. Any other text is returned trimmed and otherwise as it is.
 */
export function canonicalNumber(text: string): string {
  const trimmed = text.trim();
  const [, sign, whole, fraction] = DECIMAL.exec(trimmed) ?? [];
  if (whole === undefined) return trimmed;
  const digits = whole.replaceAll(",", "").replace(/^0+/, "") || "0";
  const decimals = withoutTrailingZeros(fraction ?? "");
  const magnitude = decimals ? `${digits}.${decimals}` : digits;
  return sign === "-" && magnitude !== "0" ? `-${magnitude}` : magnitude;
}

/** In linear time, which /0+$/ is not. */
function withoutTrailingZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits[end - 1] === "0") end--;
  return digits.slice(0, end);
}
