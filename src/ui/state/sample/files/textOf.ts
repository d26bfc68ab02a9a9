import { ExpectedError } from "../../../../core/errors";
import { strings } from "../../../strings";
import type { NamedFile } from "../../importing.svelte";

/** The text of a file of at most so many bytes. @throws ExpectedError "bad-input" */
export async function textOf(file: NamedFile, limit: number): Promise<string> {
  if (file.size > limit)
    throw new ExpectedError("bad-input", strings.files.tooLarge(file.name, file.size, limit));
  return file.text();
}
