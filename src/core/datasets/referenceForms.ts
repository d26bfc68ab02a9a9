import { lastBoxed } from "../rewards/boxed";

/** How the answer proper is taken out of a column that holds more, as a worked solution. */
export interface ReferenceForm {
  /** After the bar in a column: `answer | hashes`. In links and files; never reused. */
  readonly id: string;
  readonly help: string;
  /** Undefined where the text has none. */
  take(text: string): string | undefined;
}

export const REFERENCE_FORMS: readonly ReferenceForm[] = [
  {
    id: "hashes",
    help: "What follows the last #### (GSM8K), without the commas between thousands.",
    take: (text) => {
      const at = text.lastIndexOf("####");
      if (at < 0) return undefined;
      const answer = text.slice(at + 4).trim();
      return (
        (/^[-+$]*\d{1,3}(,\d{3})+(\.\d+)?$/.test(answer) ? answer.replaceAll(",", "") : answer) || undefined
      );
    },
  },
  { id: "boxed", help: "What stands in the last \\boxed{…}.", take: (text) => lastBoxed(text)?.trim() },
];
