import { ExpectedError } from "../../errors";

/** Characters that a template may have. */
export const MOST_TEMPLATE = 20_000;
/** Expressions and statements that one rendering may evaluate. */
const MOST_STEPS = 200_000;
/** Characters of any text, and entries of any list, that come up while rendering. */
const MOST_LENGTH = 1_000_000;

/** A template that was read: gives the text for these variables. Throws ExpectedError "bad-input". */
export type JinjaTemplate = (variables: Readonly<Record<string, unknown>>) => string;

/**
 * Reads a Jinja template (chat-template dialect: `trim_blocks`, `lstrip_blocks`). It can reach nothing but its
 * variables. What it does is counted, so that a loop without end, a text that doubles itself and a recursion end with an
 * error; one single step (`replace` of very many places) may still take some hundred megabytes before it fails, so what
 * came from elsewhere is rendered where it can be stopped. The library is loaded at first use.
 *
 * @throws ExpectedError "bad-input" where it is no template
 */
export async function jinjaTemplate(source: string): Promise<JinjaTemplate> {
  if (source.length > MOST_TEMPLATE)
    throw badTemplate(`It has ${source.length} characters; at most ${MOST_TEMPLATE} are read.`);
  const { Environment, Interpreter, parse, tokenize } = await import("@huggingface/jinja");

  class BoundedInterpreter extends Interpreter {
    private steps = 0;

    override evaluate(...[statement, environment]: Parameters<InstanceType<typeof Interpreter>["evaluate"]>) {
      if (++this.steps > MOST_STEPS) throw new TooMuch(`It takes more than ${MOST_STEPS} steps.`);
      const result = super.evaluate(statement, environment);
      const { value } = result;
      const length = typeof value === "string" || Array.isArray(value) ? value.length : 0;
      if (length > MOST_LENGTH)
        throw new TooMuch(`It makes a text or a list longer than ${MOST_LENGTH.toLocaleString("en")}.`);
      return result;
    }
  }

  const program = guarded(() => parse(tokenize(source, { lstrip_blocks: true, trim_blocks: true })));
  return (variables) =>
    guarded(() => {
      const environment = new Environment();
      for (const [name, value] of Object.entries({ ...GLOBALS, ...variables })) environment.set(name, value);
      return String(new BoundedInterpreter(environment).run(program).value);
    });
}

class TooMuch extends Error {}

const GLOBALS = {
  true: true,
  false: false,
  none: null,
  True: true,
  False: false,
  None: null,
  raise_exception: (message: unknown) => {
    throw new Error(String(message).slice(0, 500));
  },
  range: (first: number, last?: number, step = 1): number[] => {
    const [from, to] = last === undefined ? [0, first] : [first, last];
    const count = Math.max(0, Math.ceil((to - from) / step));
    if (!(count <= MOST_STEPS)) throw new TooMuch(`range() gives more than ${MOST_STEPS} numbers.`);
    return Array.from({ length: count }, (_, index) => from + index * step);
  },
};

/** Whatever the library throws at a template becomes a named error. */
function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const tooDeep =
      error instanceof RangeError ? "It nests too deeply, or makes a text that is too long." : "";
    throw badTemplate(tooDeep || (error instanceof Error ? error.message : String(error)));
  }
}

function badTemplate(why: string): ExpectedError {
  return new ExpectedError(
    "bad-input",
    `The template cannot be used. ${why.slice(0, 500)}`,
    "Mend the template, or choose another.",
  );
}
