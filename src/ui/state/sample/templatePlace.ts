/** Lines of a template, both inclusive, from 1. */
export interface LineSpan {
  from: number;
  to: number;
}

/** What is wrong with a template: it cannot be read, or it goes wrong while it runs. */
export interface TemplateError {
  message: string;
  when: "reading" | "running";
}

/** Templates of more lines are not searched. */
const MOST_LINES = 400;

/**
 * Where in a template its error arises, which the library does not say: in the first beginning of whole lines that has
 * the very same error, after the longest beginning that has none. What cannot be read is found at its line, what goes
 * wrong while it runs in the lines of the outermost block around it.
 *
 * @param attempt what is wrong with a template; undefined where nothing is
 */
export async function templatePlace(
  source: string,
  error: TemplateError,
  attempt: (source: string) => Promise<TemplateError | undefined>,
): Promise<LineSpan | undefined> {
  const lines = source.split("\n");
  if (lines.length > MOST_LINES) return undefined;
  const errors: (TemplateError | undefined)[] = [];
  for (const index of lines.keys()) errors.push(await attempt(lines.slice(0, index + 1).join("\n")));
  const whole = errors.lastIndexOf(undefined);
  const same = errors.findIndex((other, index) => index > whole && other?.message === error.message);
  if (same < 0) return undefined;
  return { from: error.when === "reading" ? same + 1 : whole + 2, to: same + 1 };
}
