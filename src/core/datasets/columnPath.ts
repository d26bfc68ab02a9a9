import type { ColumnPath } from "./dataset";

type Step = string | number;

/** Steps of the deepest path that is followed. */
const DEEPEST = 16;

/**
 * The steps of a path: names between dots, numbers of list elements in brackets, names with dots or brackets of their
 * own as JSON text in brackets (`meta["a.b"][0]`). Undefined where it is no path.
 */
export function stepsOf(path: ColumnPath): Step[] | undefined {
  const steps: Step[] = [];
  const step = /(?:^|\.)([^.[\]]+)|\[(\d{1,9})\]|\[("(?:[^"\\]|\\.)*")\]/y;
  while (step.lastIndex < path.length) {
    const [, name, index, quoted] = step.exec(path) ?? [];
    if (name !== undefined) steps.push(name);
    else if (index !== undefined) steps.push(Number(index));
    else if (quoted !== undefined) {
      try {
        steps.push(JSON.parse(quoted) as string);
      } catch {
        return undefined;
      }
    } else return undefined;
    if (steps.length > DEEPEST) return undefined;
  }
  return steps.length > 0 ? steps : undefined;
}

/** The path of these steps; `stepsOf` reads it back. */
export function pathOf(steps: readonly Step[]): ColumnPath {
  return steps
    .map((step, place) => {
      if (typeof step === "number") return `[${step}]`;
      if (step === "" || /[.[\]]/.test(step)) return `[${JSON.stringify(step)}]`;
      return place === 0 ? step : `.${step}`;
    })
    .join("");
}

/**
 * What stands at a path of a row; undefined where nothing does. A column whose whole name is the path comes first, as
 * tables have columns called `a.b`. Only a row's own fields are found.
 */
export function valueAt(row: Readonly<Record<string, unknown>>, path: ColumnPath): unknown {
  if (Object.hasOwn(row, path)) return row[path];
  const steps = stepsOf(path);
  if (!steps) return undefined;
  let value: unknown = row;
  for (const step of steps) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
    // A list has a length, which is no field of it.
    if (Array.isArray(value) && typeof step !== "number") return undefined;
    value = (value as Record<Step, unknown>)[step];
  }
  return value;
}
