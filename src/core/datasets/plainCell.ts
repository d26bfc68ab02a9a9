/** How deep a cell is followed; what lies deeper is left out. */
const DEEPEST = 32;

/**
 * A cell of a Parquet file as plain JSON: whole numbers beyond 2^53 and numbers that JSON has not become text, moments
 * ISO 8601, bytes their number, what is missing null.
 */
export function plainCell(value: unknown, depth = 0): unknown {
  if (value === undefined || value === null || depth > DEEPEST) return null;
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      return Number.isFinite(value) ? value : String(value);
    case "bigint":
      return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
    case "object":
      return plainObject(value, depth);
    default:
      return null;
  }
}

function plainObject(value: object, depth: number): unknown {
  // A moment says itself in ISO 8601, or null where it is none.
  if ("toJSON" in value && typeof value.toJSON === "function") return (value.toJSON as () => unknown)();
  if (value instanceof Uint8Array) return `[${value.length} bytes]`;
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array, (one) => plainCell(one, depth + 1));
  if (Array.isArray(value)) return value.map((one) => plainCell(one, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plainCell(one, depth + 1)]));
}
