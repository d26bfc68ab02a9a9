import type { TextRequest } from "../../contract/lab";
import type { Failure } from "../../core/errors";
import type { Token } from "../../core/model";
import type { Tokenizer } from "./lab";

/** What the typed texts become, without running a model. */
export interface Counted {
  prompt: readonly Token[];
  /** Tokens of the solution. */
  solution: number;
  /** The prompt as the models read it, template included. */
  rendered: string;
}

/** How long typing must pause before tokens are counted. */
const PAUSE_MILLISECONDS = 250;

/** Token counts while typing. Of several requests in a row the last one counts. */
export class CountsState {
  counted: Counted | undefined = $state.raw();
  /** Whether `counted` is about the texts as they are now, not as they were before the last keystrokes. */
  fresh = $state(false);
  failure: Failure | undefined = $state.raw();
  private ticket = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly tokenizer: Tokenizer) {}

  /** Counts soon. */
  request(request: TextRequest): void {
    this.fresh = false;
    const ticket = ++this.ticket;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.count(ticket, request), PAUSE_MILLISECONDS);
  }

  forget(): void {
    this.ticket++;
    clearTimeout(this.timer);
    this.fresh = false;
    this.counted = undefined;
    this.failure = undefined;
  }

  private async count(ticket: number, request: TextRequest): Promise<void> {
    const outcome = await this.tokenizer.tokenize(request);
    if (ticket !== this.ticket) return;
    this.counted = outcome.ok
      ? {
          prompt: outcome.value.prompt,
          solution: outcome.value.solution.length,
          rendered: outcome.value.rendered,
        }
      : undefined;
    this.fresh = true;
    this.failure = outcome.ok ? undefined : outcome.failure;
  }
}
