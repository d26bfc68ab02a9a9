import type { Side, WriteEvent, WriteRequest } from "../../contract/lab";
import type { Failure } from "../../core/errors";
import type { Token } from "../../core/model";
import type { RunOf, Writer } from "./lab";

type EndReason = Extract<WriteEvent, { type: "write-end" }>["reason"];

export type WritingStatus =
  | { type: "idle" }
  | { type: "writing"; writer: Side }
  | { type: "written"; writer: Side; reason: EndReason; tokens: number; milliseconds: number }
  | { type: "failed"; writer: Side; failure: Failure };

/** One model writing a solution, token by token. */
export class WritingState {
  status: WritingStatus = $state.raw({ type: "idle" });
  /** The prompt as the writer reads it. */
  prompt: readonly Token[] = $state.raw([]);
  /** What stands of the solution so far: the kept tokens and everything written since. */
  solution: readonly Token[] = $state.raw([]);
  private current: RunOf<WriteEvent> | undefined;

  constructor(private readonly writer: Writer) {}

  get writing(): boolean {
    return this.status.type === "writing";
  }

  /**
   * Lets a model write on. Resolves with the whole solution when it has ended, was stopped, or failed with something
   * written; undefined where it wrote nothing, or another request came in between.
   */
  async write(request: WriteRequest): Promise<readonly Token[] | undefined> {
    this.current?.stop();
    const run = this.writer.write(request);
    this.current = run;
    const { writer } = request;
    this.prompt = [];
    this.solution = [];
    this.status = { type: "writing", writer };
    for await (const event of run) {
      if (this.current !== run) return undefined;
      switch (event.type) {
        case "write-start":
          this.prompt = event.prompt;
          this.solution = event.kept;
          break;
        case "write-token":
          this.solution = [...this.solution, event.token];
          break;
        case "write-end":
          this.status = {
            type: "written",
            writer,
            reason: event.reason,
            tokens: this.solution.length - request.kept.length,
            milliseconds: event.milliseconds,
          };
          this.current = undefined;
          return this.solution.length > 0 ? this.solution : undefined;
        case "write-failed":
          this.status = { type: "failed", writer, failure: event.failure };
          this.current = undefined;
          return this.solution.length > request.kept.length ? this.solution : undefined;
        default:
          event satisfies never;
      }
    }
    if (this.current === run) {
      this.current = undefined;
      this.status = { type: "idle" };
    }
    return undefined;
  }

  /** Ends the run; what is written stands, and `write` resolves with it. */
  stop(): void {
    this.current?.stop();
  }

  /** Ends the run and forgets it: `write` resolves with undefined. */
  abandon(): void {
    this.current?.stop();
    this.current = undefined;
    this.status = { type: "idle" };
  }

  /** Forgets the last failure or result line. */
  reset(): void {
    if (!this.writing) this.status = { type: "idle" };
  }
}
