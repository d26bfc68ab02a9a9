import { lastBoxed } from "./boxed";

/**
 * 1 if the boxed answer equals the reference after trimming and number normalisation, else 0 (also without a box).
 * Numbers are compared as exact decimals: "042", "+42", "42.0" and "42" are one number, as are "1,250" and "1250".
 * Other texts must be equal letter by letter.
 */
export function exactMatch(answer: string, reference: string): 0 | 1 {
  const boxed = lastBoxed(answer);
  return boxed !== undefined && canonical(boxed) === canonical(reference) ? 1 : 0;
}

const DECIMAL = /^([+-]?)(\d+|\d{1,3}(?:,\d{3})+|(?=\.\d))(?:\.(\d*))?$/;

function canonical(text: string): string {
  const trimmed = text.trim();
  const [, sign, whole, fraction] = DECIMAL.exec(trimmed) ?? [];
  if (whole === undefined) return trimmed;
  const digits = whole.replaceAll(",", "").replace(/^0+/, "") || "0";
  const decimals = (fraction ?? "").replace(/0+$/, "");
  const magnitude = decimals ? `${digits}.${decimals}` : digits;
  return sign === "-" && magnitude !== "0" ? `-${magnitude}` : magnitude;
}
