import { formatFixed, formatMagnitude } from "./number";

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** A size that may be very small: "0.31", "0.002", "1.8 × 10⁻⁶". 0 is "0", what is no number "–", ∞ "∞". */
export function formatTiny(value: number): string {
  if (!Number.isFinite(value) || value === 0 || Math.abs(value) >= 0.0005) return formatMagnitude(value);
  const [digits = "", exponent = ""] = value.toExponential(1).split("e");
  return `${formatFixed(Number(digits), 1)} × 10${superscript(Number(exponent))}`;
}

function superscript(exponent: number): string {
  const digits = [...String(Math.abs(exponent))].map((digit) => SUPERSCRIPTS[Number(digit)] ?? "");
  return (exponent < 0 ? "⁻" : "") + digits.join("");
}
