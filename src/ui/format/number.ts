/** The language of every number on the page; strings.ts is its only reader besides this folder. */
export const LOCALE = "en";

const NO_BREAK_SPACE = "\u00a0";

const formats = new Map<number, Intl.NumberFormat>();

function fixed(digits: number): Intl.NumberFormat {
  let format = formats.get(digits);
  if (format === undefined) {
    format = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: digits, maximumFractionDigits: digits });
    formats.set(digits, format);
  }
  return format;
}

/** A number with a fixed count of decimals and a real minus sign; "∞", "−∞" and "–" for what is no number. */
export function formatFixed(value: number, digits: number): string {
  if (Number.isNaN(value)) return "–";
  if (value === Infinity) return "∞";
  if (value === -Infinity) return "−∞";
  return fixed(digits)
    .format(value === 0 ? 0 : value)
    .replace("-", "−");
}

/** A whole number with separators between thousands. */
export function formatCount(value: number): string {
  return formatFixed(value, 0);
}

/**
 * A magnitude with about three digits that matter: "12.3", "1.23", "0.123", and "<0.001" for what would round to nothing.
 * Exactly 0 is "0". Negative values carry a minus sign, `signed` gives positive ones a plus.
 */
export function formatMagnitude(value: number, signed = false): string {
  if (!Number.isFinite(value) || value === 0) return formatFixed(value, 0);
  const size = Math.abs(value);
  const sign = value < 0 ? "−" : signed ? "+" : "";
  if (size < 0.0005) return value < 0 ? ">−0.001" : "<0.001";
  return sign + formatFixed(size, size < 0.9995 ? 3 : size < 9.995 ? 2 : size < 99.95 ? 1 : 0);
}

/**
 * A probability as a percentage that never lies by rounding: "<0.01 %" instead of "0.00 %", ">99.99 %" instead of
 * "100.00 %". Exactly 0 is "0 %", exactly 1 is "100 %". One decimal between 10 % and 99.4 %, two outside: what one
 * decimal would round to 99.5 % or more is written with two.
 */
export function formatProbability(probability: number): string {
  if (Number.isNaN(probability)) return "–";
  return percent(probabilityDigits(probability));
}

function probabilityDigits(probability: number): string {
  if (probability <= 0) return "0";
  if (probability >= 1) return "100";
  const size = probability * 100;
  if (size < 0.005) return "<0.01";
  if (size >= 99.995) return ">99.99";
  return formatFixed(size, size < 9.995 || size >= 99.45 ? 2 : 1);
}

/** A share of counted things: "1.9 %", "<0.1 %" for a few of very many, "100 %" only for all of them. */
export function formatShare(count: number, total: number): string {
  if (total === 0) return "–";
  if (count === 0) return percent("0");
  if (count === total) return percent("100");
  const share = (100 * count) / total;
  if (share < 0.05) return percent("<0.1");
  if (share >= 99.95) return percent(">99.9");
  return percent(formatFixed(share, 1));
}

/** A difference of two probabilities in percentage points, signed. */
export function formatPoints(difference: number): string {
  if (!Number.isFinite(difference)) return "–";
  if (difference === 0) return percent("0");
  if (Math.abs(difference) < 0.00005) return percent(difference < 0 ? ">−0.01" : "<+0.01");
  const sign = difference < 0 ? "−" : "+";
  const size = Math.abs(difference) * 100;
  return percent(sign + formatFixed(size, size < 9.995 ? 2 : size < 99.95 ? 1 : 0));
}

function percent(digits: string): string {
  return digits + NO_BREAK_SPACE + "%";
}

/** A file size in units of 1000 bytes: "512 B", "1.2 kB", "3.8 MB". */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB"];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return formatFixed(value, unit === 0 || value >= 99.95 ? 0 : 1) + NO_BREAK_SPACE + (units[unit] ?? "");
}

/** A duration: "340 ms", "2.1 s", "1 min 5 s". */
export function formatMilliseconds(milliseconds: number): string {
  if (milliseconds < 999.5) return formatFixed(milliseconds, 0) + NO_BREAK_SPACE + "ms";
  const seconds = milliseconds / 1000;
  if (seconds < 59.95) return formatFixed(seconds, 1) + NO_BREAK_SPACE + "s";
  const whole = Math.round(seconds);
  return `${formatCount(Math.floor(whole / 60))}${NO_BREAK_SPACE}min ${whole % 60}${NO_BREAK_SPACE}s`;
}
