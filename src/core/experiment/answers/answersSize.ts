import { utf8Length } from "../../utf8Length";
import type { AnsweredQuestion, AnswersOptions } from "./writeAnswers";

/** What the size of the files of answers depends on. */
export interface SizedAnswers extends AnswersOptions {
  vocabSize: number;
  questions: readonly Pick<AnsweredQuestion, "question" | "prompt" | "answers">[];
}

/** Names, header and directory entry of one array. */
const OVERHEAD = 330;
/** Of the JSON: what stands around everything, a question, an answer, a token of it, a token's look. */
const AROUND = { file: 700, question: 90, answer: 105, token: 54, look: 38 };
/** Of the JSON: the name of an array. */
const REFERENCE = 65;
/** Characters of a token of usual text, where an answer's tokens are not known. */
const CHARACTERS = 3.5;

/** About how many bytes `distributions.npz` and `distributions.json` of answers will have. */
export function answersSize(written: SizedAnswers): { npz: number; json: number } {
  const { content, precision, vocabSize, questions } = written;
  const width = precision === "float16" ? 2 : 4;
  const k = Math.min(written.k, vocabSize);
  const [row, arrays] = content === "top_k" ? [k * (4 + width) + 8, 3] : [vocabSize * width, 1];
  let [tokens, answers, json] = [0, 0, AROUND.file];
  for (const question of questions) {
    json += AROUND.question + textBytes(question.question) + 2 * textBytes(question.prompt);
    for (const { text, ids } of question.answers) {
      answers++;
      tokens += ids.length > 0 ? ids.length : Math.ceil(text.length / CHARACTERS);
      json += AROUND.answer + arrays * REFERENCE + 2 * textBytes(text);
    }
  }
  const looks = content === "top_k" ? Math.min(vocabSize, tokens * (1 + k)) : vocabSize;
  return {
    npz: tokens * row + answers * arrays * OVERHEAD,
    json: json + tokens * AROUND.token + looks * AROUND.look,
  };
}

/** Bytes of a text in JSON; its quotes and line breaks count once more. */
function textBytes(text: string): number {
  return utf8Length(text) + (text.match(/["\\\n]/g)?.length ?? 0);
}
