import { columnText } from "./columnText";
import { columnsOf, type Column } from "./columns";
import { valueAt } from "./columnPath";
import type { ChosenColumns, ColumnPath, DatasetRow } from "./dataset";
import { REFERENCE_FORMS } from "./referenceForms";

/** Rows that are looked at. */
const LOOKED_AT = 50;

/** Names of columns that hold the question, the likeliest first; letters only, lower case. */
const QUESTIONS = [
  "question", "problem", "prompt", "instruction", "query", "questiontext", "questionconcat", "problemstatement",
  "originalquestion", "task", "input", "request", "user", "src", "source", "sentence", "text", "content",
]; // prettier-ignore

/** Names of columns that hold the right answer. */
const REFERENCES = [
  "answer", "finalanswer", "groundtruth", "reference", "referenceanswer", "expectedanswer", "correctanswer",
  "goldanswer", "gold", "target", "expected", "label", "solution", "output", "completion", "response", "chosen",
  "answers", "result", "summary", "translation", "tgt",
]; // prettier-ignore

/** Names of columns without which the question is not whole: `{Body} {Question}`. */
const BEFORE_QUESTION = ["body", "context", "passage", "story", "background"];
/** Names of columns that an instruction goes on with. */
const AFTER_INSTRUCTION = ["input", "context"];

/** Names of lists of messages, as chats are stored. */
const CHATS = ["messages", "conversations", "conversation", "prompt", "chat", "dialog"];
const USERS = ["user", "human"];
const ASSISTANTS = ["assistant", "gpt", "model"];

/**
 * Which columns hold question and reference, judged by names, nested ones too, and by what stands in the first rows;
 * undefined where no column can hold a question. It is a guess: the person sees it and can change it.
 */
export function guessColumns(rows: readonly DatasetRow[]): ChosenColumns | undefined {
  const looked = rows.slice(0, LOOKED_AT);
  const columns = columnsOf(looked).filter(({ filled }) => filled > 0);
  const chat = chatColumns(looked, columns);
  const question = chat?.question ?? questionOf(columns);
  if (question === undefined) return undefined;
  const reference = named(columns, REFERENCES, isReference, question) ?? chat?.reference;
  return reference === undefined ? { question } : { question, reference: withForm(reference, looked) };
}

function questionOf(columns: readonly Column[]): ColumnPath | undefined {
  const question = named(columns, QUESTIONS, isText) ?? longestText(columns);
  if (question === undefined) return undefined;
  const before = columns.find(
    (column) => isText(column) && isNamed(column, BEFORE_QUESTION) && isTop(column),
  );
  if (before && before.path !== question && isNamed({ path: question }, ["question"]))
    return `{${before.path}} {${question}}`;
  const after = columns.find(
    (column) => isText(column) && isNamed(column, AFTER_INSTRUCTION) && isTop(column),
  );
  if (after && after.path !== question && isNamed({ path: question }, ["instruction"]))
    return `{${question}}\n{${after.path}}`;
  return question;
}

/** The column that the first of the names is about; what lies less deep comes first. */
function named(
  columns: readonly Column[],
  names: readonly string[],
  fits: (column: Column) => boolean,
  not?: ColumnPath,
): ColumnPath | undefined {
  const byDepth = columns
    .filter((column) => fits(column) && !not?.includes(column.path))
    .sort((x, y) => depthOf(x.path) - depthOf(y.path));
  for (const name of names) {
    const column = byDepth.find((one) => isNamed(one, [name]));
    if (column) return column.path;
  }
  return undefined;
}

/** A chat's first message of the user, and the assistant's that follows it. */
function chatColumns(rows: readonly DatasetRow[], columns: readonly Column[]): ChosenColumns | undefined {
  const first = rows[0]?.fields;
  if (!first) return undefined;
  const lists = columns.filter((column) => column.kind === "list" && isNamed(column, CHATS));
  for (const { path } of lists) {
    const list = valueAt(first, path);
    if (!Array.isArray(list)) continue;
    const roles = list.map(
      (_, place) => valueAt(first, `${path}[${place}].role`) ?? valueAt(first, `${path}[${place}].from`),
    );
    const user = roles.findIndex((role) => USERS.includes(String(role).toLowerCase()));
    if (user < 0) continue;
    const field = valueAt(first, `${path}[${user}].content`) === undefined ? "value" : "content";
    const question = `${path}[${user}].${field}`;
    const answer = roles.findIndex(
      (role, place) => place > user && ASSISTANTS.includes(String(role).toLowerCase()),
    );
    return answer < 0 ? { question } : { question, reference: `${path}[${answer}].${field}` };
  }
  return undefined;
}

/** The form that the rows' references are in, where all have it. */
function withForm(reference: ColumnPath, rows: readonly DatasetRow[]): ColumnPath {
  const texts = rows.flatMap(({ fields }) => columnText(fields, reference) ?? []);
  const form = REFERENCE_FORMS.find(({ take }) => texts.every((text) => take(text) !== undefined));
  return form && texts.length > 0 ? `${reference} | ${form.id}` : reference;
}

/** The column with the longest texts, where no name says which it is. */
function longestText(columns: readonly Column[]): ColumnPath | undefined {
  const length = ({ samples }: Column) =>
    samples.reduce((sum, text) => sum + text.length, 0) / samples.length;
  return columns.filter((column) => column.kind === "text").sort((x, y) => length(y) - length(x))[0]?.path;
}

function isText({ kind }: Column): boolean {
  return kind === "text" || kind === "mixed";
}

function isReference({ kind }: Column): boolean {
  return kind !== "list" && kind !== "object";
}

function isNamed({ path }: Pick<Column, "path">, names: readonly string[]): boolean {
  const last = /([^.[\]"]+)(?:"\])?$/.exec(path)?.[1] ?? "";
  return names.includes(last.toLowerCase().replace(/[^a-z]/g, ""));
}

function isTop({ path }: Column): boolean {
  return depthOf(path) === 0;
}

function depthOf(path: ColumnPath): number {
  return path.match(/[.[]/g)?.length ?? 0;
}
