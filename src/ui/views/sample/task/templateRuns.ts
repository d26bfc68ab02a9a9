import { visibleText } from "../../../format/visibleText";

/** A stretch of a rendered prompt: plain, the spelling of a special token, or what is invisible by its mark. */
export interface TemplateRun {
  kind: "text" | "special" | "mark";
  text: string;
  /** The line ends here. */
  breaks?: true;
}

/** What tokenizers spell their special tokens like: `<|im_start|>`, `<s>`, `<start_of_turn>`, `[INST]`. */
const SPECIAL =
  /<\|[^|<>\n]{1,60}\|>|<｜[^｜<>\n]{1,60}｜>|<\/?(?:s|bos|eos|pad|unk|think|start_of_turn|end_of_turn)>|\[\/?(?:INST|SYSTEM_PROMPT)\]/g;

/** A rendered prompt as it is drawn: special tokens set apart, every line break and other invisible thing with its mark. */
export function templateRuns(text: string): TemplateRun[] {
  const runs: TemplateRun[] = [];
  let at = 0;
  for (const match of text.matchAll(SPECIAL)) {
    runs.push(...plainRuns(text.slice(at, match.index)), { kind: "special", text: match[0] });
    at = match.index + match[0].length;
  }
  runs.push(...plainRuns(text.slice(at)));
  return runs;
}

function plainRuns(text: string): TemplateRun[] {
  if (text === "") return [];
  return visibleText(text).segments.map(({ text: plain, mark }): TemplateRun => {
    if (mark === undefined || mark.startsWith("·")) return { kind: "text", text: plain };
    return plain === "\n" ? { kind: "mark", text: mark, breaks: true } : { kind: "mark", text: mark };
  });
}
