import type { AnswerPlace, OpenAnswersRequest } from "../src/contract/answers";
import { MOST_ANSWERS_JSON } from "../src/core/experiment/answers/answersFormat";
import {
  OpenedAnswers,
  type AnswerCandidates,
  type AnswersSummary,
  type AnswerTokens,
} from "../src/core/experiment/answers/openAnswers";
import { badFile } from "../src/core/experiment/badFile";
import { openNpzDirectory } from "../src/core/experiment/npzFile";
import { ExpectedError } from "../src/core/errors";
import { blobSource, bytesOf } from "./blobSource";

/** Files of answers that are open, by the number of their run. Each method throws ExpectedError. */
export class AnswerFiles {
  private readonly opened = new Map<number, OpenedAnswers>();

  /** Reads the JSON and the archive's directory. */
  async open(run: number, { json, npz }: OpenAnswersRequest): Promise<AnswersSummary> {
    if (json.size > MOST_ANSWERS_JSON)
      throw badFile(`distributions.json has ${json.size} bytes; at most ${MOST_ANSWERS_JSON} are read.`);
    const directory = npz && (await openNpzDirectory(blobSource(npz)));
    const text = new TextDecoder().decode(await bytesOf(json, 0, json.size));
    const answers = new OpenedAnswers(directory, text);
    this.opened.set(run, answers);
    return answers.summary;
  }

  tokens(run: number, { result, sample }: AnswerPlace): Promise<AnswerTokens> {
    return this.of(run).tokens(result, sample, () => !this.opened.has(run));
  }

  position(
    run: number,
    { result, sample }: AnswerPlace,
    position: number,
    page: { offset: number; limit: number },
  ): Promise<AnswerCandidates> {
    return this.of(run).position(result, sample, position, page);
  }

  release(run: number): void {
    this.opened.delete(run);
  }

  private of(run: number): OpenedAnswers {
    const opened = this.opened.get(run);
    if (opened) return opened;
    throw new ExpectedError("not-kept", "These files are no longer open.", "Open them again.");
  }
}
