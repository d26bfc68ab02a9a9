/** Most paths that are named; a file of another kind has thousands. */
const MOST = 50;

/** Collects the keys of a file that nobody reads, each path once: `results[].samples[].colour`. */
export class UnknownKeys {
  private readonly found = new Set<string>();

  get paths(): readonly string[] {
    return [...this.found];
  }

  /** Names the keys of an object that are not among the known; anything else has none. */
  look(value: unknown, path: string, known: Readonly<Record<string, unknown>>): void {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return;
    for (const key of Object.keys(value)) {
      if (Object.hasOwn(known, key) || this.found.size >= MOST) continue;
      this.found.add(`${path}${path ? "." : ""}${key.slice(0, 100)}`);
    }
  }
}
