import type {
  AnswerCandidates,
  AnswerPlace,
  AnswerTokens,
  OpenAnswersRequest,
  OpenedAnswersFile,
} from "../../../../contract/answers";
import { valueOf } from "../../../../client/outcome";
import type { Failure } from "../../../../core/errors";
import type { AnswerReader, Comparer } from "../../lab";

/** An answer of the list, by its place. */
export interface ListedAnswer extends AnswerPlace {
  /** First of its question's answers. */
  first: boolean;
}

/** Candidates that are shown at first, and more at a press. */
const FEW = 20;
const MORE = 80;

/** Answers in files, of which only what is looked at is read. */
export class AnswersViewState {
  file: (OpenedAnswersFile & { name: string; whole: boolean }) | undefined = $state.raw();
  place: AnswerPlace | undefined = $state.raw();
  tokens: AnswerTokens | undefined = $state.raw();
  /** The position whose candidates are asked for. */
  position: number | undefined = $state.raw();
  candidates: AnswerCandidates | undefined = $state.raw();
  /** Why the chosen answer, or position, cannot be shown. */
  failure: Failure | undefined = $state.raw();
  /** Something is being read. */
  reading = $state(false);
  private ticket = 0;

  constructor(private readonly lab: AnswerReader & Pick<Comparer, "release">) {}

  /** Every answer, in the order of the file. */
  readonly list: readonly ListedAnswer[] = $derived.by(
    () =>
      this.file?.results.flatMap(({ samples }, result) =>
        samples.map((_, sample) => ({ result, sample, first: sample === 0 })),
      ) ?? [],
  );

  /** Where the shown answer stands in the list. */
  readonly index: number = $derived.by(() =>
    this.list.findIndex(
      ({ result, sample }) => result === this.place?.result && sample === this.place.sample,
    ),
  );

  /** Opens files and shows their first answer. What was open stays open where they cannot be. @throws ExpectedError */
  async open(request: OpenAnswersRequest, name: string): Promise<void> {
    const opened = valueOf(await this.lab.openAnswers(request));
    this.close();
    this.file = { ...opened, name, whole: request.npz !== undefined };
    const [first] = this.list;
    if (first) await this.choose(first);
  }

  close(): void {
    if (this.file) void this.lab.release(this.file.run);
    this.ticket++;
    this.file = this.place = this.failure = undefined;
    this.tokens = this.position = this.candidates = undefined;
    this.reading = false;
  }

  /** Shows an answer; what its token was before it is let go of. */
  async choose({ result, sample }: AnswerPlace): Promise<void> {
    const { file } = this;
    if (!file) return;
    const ticket = ++this.ticket;
    this.place = { result, sample };
    this.tokens = this.position = this.candidates = this.failure = undefined;
    this.reading = true;
    const outcome = await this.lab.answerTokens(file.run, this.place);
    if (ticket !== this.ticket) return;
    this.reading = false;
    if (outcome.ok) this.tokens = outcome.value;
    else this.failure = outcome.failure;
  }

  /** The answer so many places further on in the list. */
  step(by: 1 | -1): void {
    const next = this.list[this.index + by];
    if (next) void this.choose(next);
  }

  /** Shows what could have stood at a position; undefined shows none. */
  async look(position: number | undefined): Promise<void> {
    if (position !== this.position) this.candidates = undefined;
    this.position = position;
    if (position === undefined) {
      this.ticket++;
      this.failure = undefined;
      return;
    }
    await this.read(position, FEW);
  }

  /** Further candidates of the shown position. */
  async more(): Promise<void> {
    if (this.position !== undefined && this.candidates)
      await this.read(this.position, this.candidates.candidates.length + MORE);
  }

  private async read(position: number, limit: number): Promise<void> {
    const { file, place } = this;
    if (!file || !place) return;
    const ticket = ++this.ticket;
    this.failure = undefined;
    const outcome = await this.lab.answerPosition(file.run, place, position, { offset: 0, limit });
    if (ticket !== this.ticket) return;
    if (outcome.ok) this.candidates = outcome.value;
    else this.failure = outcome.failure;
  }
}
