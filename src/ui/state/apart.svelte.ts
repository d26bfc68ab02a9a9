import type { Side, WriteRequest } from "../../contract/lab";
import { ApartText } from "../../core/compare/apartText";
import type { ReadRequest } from "../../core/compare/readEvents";
import type { Failure } from "../../core/errors";
import type { ReadEvent } from "../../core/compare/readEvents";
import type { Reader, RunOf, Writer } from "./lab";
import { WritingState } from "./writing.svelte";

export type ApartStatus =
  | { type: "empty" }
  | { type: "running" }
  | { type: "live"; milliseconds: number }
  | { type: "stopped" }
  | { type: "failed"; failure: Failure };

/** Two models whose tokenizers differ: each reads the text by itself, and each writes from the same prompt. */
export class ApartState {
  text: ApartText | undefined = $state.raw();
  status: ApartStatus = $state.raw({ type: "empty" });
  /** What was asked for when `text` was read. */
  request: ReadRequest | undefined = $state.raw();
  /** What each writes of its own. */
  readonly written: Readonly<Record<Side, WritingState>>;
  private current: RunOf<ReadEvent> | undefined;

  constructor(private readonly lab: Reader & Writer) {
    this.written = { a: new WritingState(lab), b: new WritingState(lab) };
  }

  get busy(): boolean {
    return this.status.type === "running" || this.writing;
  }

  get writing(): boolean {
    return this.written.a.writing || this.written.b.writing;
  }

  /** Where the numbers come from, in the words of a comparison. */
  get source(): "running" | "live" | undefined {
    if (this.status.type === "running") return "running";
    return this.text?.complete ? "live" : undefined;
  }

  /** Whether what is shown is what these texts come to. */
  shows({ prompt, chat, solution }: ReadRequest): boolean {
    const { request } = this;
    return (
      this.text !== undefined &&
      request?.prompt === prompt &&
      request.chat === chat &&
      request.solution === solution
    );
  }

  /** Both over one text. A new one stops the one before. */
  async read(request: ReadRequest): Promise<void> {
    this.current?.stop();
    const run = this.lab.read(request);
    this.current = run;
    this.status = { type: "running" };
    for await (const event of run) {
      if (this.current !== run) return;
      switch (event.type) {
        case "read-start":
          this.text = ApartText.begin(event, request.solution);
          this.request = request;
          break;
        case "read-block":
          this.text = this.text?.with(event);
          break;
        case "read-end":
          return this.end({ type: "live", milliseconds: event.milliseconds });
        case "read-stopped":
          return this.end({ type: "stopped" });
        case "read-failed":
          return this.end({ type: "failed", failure: event.failure });
        default:
          event satisfies never;
      }
    }
    if (this.current === run) this.end({ type: "stopped" });
  }

  /** Both from one prompt, at the same time, through the chat template where a model has one. */
  async writeBoth(
    request: Omit<WriteRequest, "writer" | "kept">,
    hasTemplate: Readonly<Record<Side, boolean>>,
  ): Promise<void> {
    const sides: readonly Side[] = ["a", "b"];
    await Promise.all(
      sides.map((writer) => {
        const chat = request.chat && hasTemplate[writer];
        return this.written[writer].write({ ...request, chat, writer, kept: [] });
      }),
    );
  }

  /** Ends whatever runs; what has arrived stays. */
  stop(): void {
    this.current?.stop();
    for (const writing of Object.values(this.written)) writing.stop();
  }

  /** Another model or another prompt: what is shown is no longer about it. */
  clear(): void {
    this.current?.stop();
    this.current = undefined;
    this.text = undefined;
    this.request = undefined;
    this.status = { type: "empty" };
    for (const writing of Object.values(this.written)) writing.abandon();
  }

  private end(status: ApartStatus): void {
    this.current = undefined;
    this.status = status;
  }
}
