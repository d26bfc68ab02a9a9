import type { NumberSetting } from "../../config/settings";
import type { ConfigTree } from "./configTree";

/** What of a configuration was not taken as it stood. */
export interface ConfigProblem {
  file: string;
  /** `00_sample.sampling.top_p`. */
  path: string;
  /** From 1; undefined where it is not known. */
  line: number | undefined;
  why:
    | "unknown" // nobody reads this key
    | "refused" // of the wrong type or an unknown name: it is as if it were not there
    | "clamped" // beyond its range
    | "missing" // a file that is referred to was not dropped
    | "needs-server"; // a backend that is no model in the page
  detail: string;
}

/** A section of a configuration: values by any of their names, and every key that nobody asked for. */
export class ConfigReader {
  private readonly asked = new Set<string>();
  private readonly values: Readonly<Record<string, unknown>>;

  constructor(
    private readonly tree: ConfigTree,
    private readonly path: string,
    value: unknown,
    private readonly problems: ConfigProblem[],
  ) {
    const usable = typeof value === "object" && value !== null && !Array.isArray(value);
    if (!usable && value !== undefined && value !== null)
      this.say("", "refused", "it is no list of keys with values");
    this.values = usable ? (value as Record<string, unknown>) : {};
  }

  /** A section below this one. */
  section(...names: readonly string[]): ConfigReader {
    const [name, value] = this.find(names);
    return new ConfigReader(this.tree, this.join(name), value, this.problems);
  }

  has(...names: readonly string[]): boolean {
    return this.find(names)[1] !== undefined;
  }

  any(...names: readonly string[]): unknown {
    return this.find(names)[1];
  }

  text(...names: readonly string[]): string | undefined {
    const [name, value] = this.find(names);
    if (value === undefined) return undefined;
    if (typeof value === "number" || typeof value === "boolean") return String(value);
    if (typeof value === "string" && value.length <= 100_000) return value;
    this.say(name, "refused", "it is no text");
    return undefined;
  }

  texts(...names: readonly string[]): string[] | undefined {
    const [name, value] = this.find(names);
    if (value === undefined) return undefined;
    const list: unknown[] = Array.isArray(value) ? value : [value];
    const usable = list.filter((one): one is string => typeof one === "string");
    if (usable.length < list.length) this.say(name, "refused", "an entry is no text");
    return usable;
  }

  flag(...names: readonly string[]): boolean | undefined {
    const [name, value] = this.find(names);
    if (value === undefined || typeof value === "boolean") return value;
    this.say(name, "refused", "it is neither true nor false");
    return undefined;
  }

  choice<T extends string>(choices: readonly T[], ...names: readonly string[]): T | undefined {
    const [name, value] = this.find(names);
    if (value === undefined) return undefined;
    const found = choices.find((choice) => choice === value);
    if (found === undefined)
      this.say(name, "refused", `${JSON.stringify(value)}; ${choices.join(", ")} are known`);
    return found;
  }

  /** A number in the range of a row, the nearest in it where it lies beyond. */
  number(
    row: Pick<NumberSetting, "min" | "max" | "integer">,
    ...names: readonly string[]
  ): number | undefined {
    const [name, value] = this.find(names);
    if (value === undefined) return undefined;
    if (typeof value !== "number" || !Number.isFinite(value) || (row.integer && !Number.isInteger(value))) {
      this.say(name, "refused", `it is no ${row.integer ? "whole " : ""}number`);
      return undefined;
    }
    const clamped = Math.min(row.max, Math.max(row.min, value));
    if (clamped !== value) this.say(name, "clamped", `${value} to ${clamped}`);
    return clamped;
  }

  /** Names the keys that were not asked for. Call last. */
  end(): void {
    for (const key of Object.keys(this.values)) if (!this.asked.has(key)) this.say(key, "unknown", key);
  }

  say(name: string, why: ConfigProblem["why"], detail: string): void {
    if (this.problems.length >= 100) return;
    const path = this.join(name);
    const line = this.tree.lines.get(path);
    this.problems.push({ file: this.tree.name, path, line, why, detail: detail.slice(0, 300) });
  }

  /** The first of the names that is there, and what stands there; null is as if it were not. */
  private find(names: readonly string[]): [name: string, value: unknown] {
    for (const name of names) this.asked.add(name);
    const name = names.find((one) => Object.hasOwn(this.values, one)) ?? names[0] ?? "";
    return [name, Object.hasOwn(this.values, name) ? (this.values[name] ?? undefined) : undefined];
  }

  private join(name: string): string {
    return this.path && name ? `${this.path}.${name}` : this.path || name;
  }
}
