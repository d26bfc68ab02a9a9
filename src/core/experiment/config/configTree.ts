import { badFile } from "../badFile";

/** A configuration as it was written: plain values, and on which line each key stands. */
export interface ConfigTree {
  /** The file, for messages. */
  name: string;
  value: unknown;
  /** By path, `00_sample.sampling.top_p`; from 1. JSON has none where it is not also YAML. */
  lines: ReadonlyMap<string, number>;
}

/** Characters of a configuration that are read. */
export const MOST_CONFIG = 1_000_000;
const MOST_DEPTH = 20;
const MOST_VALUES = 20_000;

/**
 * Reads YAML or JSON. Anchors and aliases are refused: a few lines of them unfold to more than any memory holds. Tags
 * beyond YAML's core are refused too. The library is loaded at first use.
 *
 * @throws ExpectedError "bad-input" with the line
 */
export async function readConfigTree(name: string, text: string): Promise<ConfigTree> {
  if (text.length > MOST_CONFIG)
    throw badFile(`${name} has ${text.length} characters; at most ${MOST_CONFIG} are read.`);
  const { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } = await import("yaml");
  const counter = new LineCounter();
  const document = parsed(name, () =>
    parseDocument(text, { lineCounter: counter, schema: "core", merge: false, logLevel: "error" }),
  );
  const [problem] = [...document.errors, ...document.warnings];
  if (problem) throw badFile(`${name} cannot be read: ${problem.message.split("\n")[0]}.`);
  const lines = new Map<string, number>();
  let values = 0;

  const lineOf = (node: unknown): number | undefined => {
    const range =
      typeof node === "object" && node !== null && "range" in node
        ? (node.range as number[] | undefined)
        : undefined;
    return range?.[0] === undefined ? undefined : counter.linePos(range[0]).line;
  };
  const plain = (node: unknown, path: string, depth: number): unknown => {
    const at = lineOf(node);
    const refuse = (what: string) =>
      badFile(`${name} has ${what}${at === undefined ? "" : ` on line ${at}`}.`);
    if (++values > MOST_VALUES) throw refuse(`more than ${MOST_VALUES} values`);
    if (depth > MOST_DEPTH) throw refuse(`more than ${MOST_DEPTH} levels`);
    if (isAlias(node)) throw refuse("an alias (*), which is not read");
    if (isSeq(node)) return node.items.map((item, index) => plain(item, `${path}[${index}]`, depth + 1));
    if (isMap(node)) {
      return Object.fromEntries(
        node.items.map(({ key, value }) => {
          if (!isScalar(key)) throw refuse("a key that is no name");
          const own = String(key.value);
          const inner = path ? `${path}.${own}` : own;
          const line = lineOf(key);
          if (line !== undefined) lines.set(inner, line);
          return [own, plain(value, inner, depth + 1)];
        }),
      );
    }
    return isScalar(node) ? node.value : null;
  };
  return { name, value: plain(document.contents, "", 0), lines };
}

function parsed<T>(name: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    const why =
      error instanceof RangeError
        ? "it nests too deeply"
        : error instanceof Error
          ? error.message
          : String(error);
    throw badFile(`${name} cannot be read: ${why}.`);
  }
}
