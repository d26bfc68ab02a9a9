/** What the beginning of a JSON text shows of its shape, without reading the rest. */
export interface JsonHead {
  /** Paths of the keys seen, `results[].samples[].text`; every element of a list counts as one. */
  paths: ReadonlySet<string>;
  /** What the file says of itself in `format`, where that is a text. */
  format: string | undefined;
}

/** Keys beyond this depth say nothing of what a file is. */
const DEEPEST = 5;

/** Looks at the keys of a JSON text that may be cut anywhere, or be none. */
export function jsonHead(text: string): JsonHead {
  const paths = new Set<string>();
  let format: string | undefined;
  /** Of each open bracket, the path of what it holds. */
  const open: { path: string; list: boolean }[] = [];
  let key = "";
  for (let at = 0; at < text.length; at++) {
    const here = open.at(-1);
    switch (text[at]) {
      case '"': {
        const end = endOfString(text, at);
        const isKey = here !== undefined && !here.list && /^\s*:/.test(text.slice(end + 1, end + 20));
        const inside = text.slice(at + 1, end);
        if (isKey) {
          key = here.path === "" ? inside : `${here.path}.${inside}`;
          if (open.length <= DEEPEST && key.length < 200) paths.add(key);
        } else if (key === "format" && open.length === 1 && end < text.length) format ??= inside;
        at = end;
        break;
      }
      case "{":
      case "[": {
        const list = text[at] === "[";
        const path = here === undefined ? "" : here.list ? here.path : key;
        open.push({ path: list ? `${path}[]` : path, list });
        break;
      }
      case "}":
      case "]":
        open.pop();
        break;
    }
  }
  return { paths, format };
}

/** Where the text that begins at a quotation mark ends: at its last one, or at the end of what there is. */
function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at;
  }
  return text.length;
}
