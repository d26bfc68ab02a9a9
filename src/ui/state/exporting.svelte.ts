import type { ArrayContent, ArrayPrecision } from "../../contract/files";
import type { FileSink } from "../../client/fileSink";
import { packBlock } from "../../core/compare/block";
import type { CompareEvent } from "../../core/compare/events";
import { ExpectedError, type Failure } from "../../core/errors";
import { arraysSize } from "../../core/experiment/arraysSize";
import { bundleJson } from "../../core/experiment/runBundle";
import type { ApartText } from "../../core/compare/apartText";
import { apartCsv } from "../../core/experiment/apartCsv";
import { tableCsv } from "../../core/experiment/tableCsv";
import { answersCsv } from "../../core/generation/switching/answersCsv";
import type { SwitchedRun } from "../../core/generation/switching/run";
import { writeRunFile } from "../../core/generation/switching/runFile";
import type { Token, TokenId } from "../../core/model";
import { unseenToken, type ComparedText } from "./comparedText";
import type { Annotation } from "./recordings.svelte";
import type { FileReadWriter, RunOf } from "./lab";
import type { ArraysEvent } from "../../contract/files";

/** A comparison as it is exported. */
export interface Exported {
  text: ComparedText;
  prompt: string;
  chat: boolean;
  temperature: number;
  k: number;
  annotations: readonly Annotation[];
  /** The right answer to the prompt, where it has one. */
  answer: string | undefined;
}

/** Where files go. */
export interface ExportTargets {
  lab: Pick<FileReadWriter, "writeArrays">;
  /** Undefined where the person chose no place. */
  openSink: (name: string, bytes: number) => Promise<FileSink | undefined>;
  download: (file: Blob, name: string) => void;
}

export type ExportStatus =
  | { type: "idle" }
  /** Bytes; `total` is known once the lab has begun. */
  | { type: "writing"; name: string; done: number; total: number | undefined }
  | { type: "saved"; files: readonly { name: string; bytes: number }[] }
  | { type: "cancelled" }
  | { type: "failed"; failure: Failure };

export const ARRAYS_NAME = "distributions.npz";
export const ABOUT_NAME = "distributions.json";

/** Files made of the comparison that is shown. */
export class ExportState {
  status: ExportStatus = $state.raw({ type: "idle" });
  content: ArrayContent = $state("top-k");
  precision: ArrayPrecision = $state("float32");
  private current: RunOf<ArraysEvent> | undefined;

  constructor(private readonly targets: ExportTargets) {}

  get writing(): boolean {
    return this.status.type === "writing";
  }

  /** A finished text or picture, as a download. */
  save(content: string | Blob, name: string, type: string): void {
    const file = typeof content === "string" ? new Blob([content], { type }) : content;
    this.targets.download(file, name);
    this.status = { type: "saved", files: [{ name, bytes: file.size }] };
  }

  fail(failure: Failure): void {
    this.status = { type: "failed", failure };
  }

  saveTable({ text }: Exported): void {
    this.save(tableCsv(text.positions(), text.solution), "comparison.csv", "text/csv;charset=utf-8");
  }

  saveBundle({ text, prompt, chat, temperature, k, annotations, answer }: Exported, link: string): void {
    const request = { prompt, chat, temperature, k };
    const about = { request, annotations: [...annotations], ...(answer === undefined ? {} : { answer }) };
    this.save(bundleJson(link, about, eventsOf(text)), "run.json", "application/json");
  }

  saveAnswers(run: SwitchedRun): void {
    const looks = new Map(run.tokens.map((token) => [token.id, token]));
    const look = (id: TokenId): Token => looks.get(id) ?? unseenToken(id);
    this.save(answersCsv(run, look), "switched.csv", "text/csv;charset=utf-8");
  }

  saveApart(text: ApartText): void {
    this.save(apartCsv(text), "surprise.csv", "text/csv;charset=utf-8");
  }

  saveRun(run: SwitchedRun, link: string): void {
    this.save(writeRunFile(run, link), "switched.json", "application/json");
  }

  /** About how many bytes the arrays and the text beside them will have. */
  sizeOf({ text, prompt, k }: Exported): { npz: number; json: number } {
    const { content, precision } = this;
    return arraysSize({
      positions: text.count,
      promptTokens: text.prompt.length,
      prompt,
      rendered: text.rendered,
      vocabSize: text.a.vocabSize,
      k,
      content,
      precision,
      looks: text.described,
    });
  }

  /** Writes the arrays piece by piece; asks for the place first, while the press that asked for it still counts. */
  async saveArrays(exported: Exported): Promise<void> {
    const { content, precision } = this;
    if (this.writing) return;
    let sink: FileSink | undefined;
    try {
      this.status = { type: "writing", name: ARRAYS_NAME, done: 0, total: undefined };
      sink = await this.targets.openSink(ARRAYS_NAME, this.sizeOf(exported).npz);
      if (sink === undefined) {
        this.status = { type: "cancelled" };
        return;
      }
      const run = this.targets.lab.writeArrays(requestOf(exported, content, precision));
      this.current = run;
      await this.take(run, sink);
    } catch (error) {
      await sink?.abandon();
      if (!(error instanceof ExpectedError)) throw error;
      const { failure } = error;
      this.status = failure.code === "stopped" ? { type: "cancelled" } : { type: "failed", failure };
    } finally {
      this.current = undefined;
    }
  }

  cancel(): void {
    this.current?.stop();
  }

  /** The arrays are where they belong; the text beside them follows. */
  private finished(bytes: number, json: Blob): void {
    this.targets.download(json, ABOUT_NAME);
    const files = [
      { name: ARRAYS_NAME, bytes },
      { name: ABOUT_NAME, bytes: json.size },
    ];
    this.status = { type: "saved", files };
  }

  private async take(run: RunOf<ArraysEvent>, sink: FileSink): Promise<void> {
    let done = 0;
    let total: number | undefined;
    let json = "";
    for await (const event of run) {
      switch (event.type) {
        case "arrays-start":
          ({ total, json } = event);
          break;
        case "arrays-bytes":
          await sink.write(event.bytes);
          done += event.bytes.length;
          break;
        case "arrays-end":
          await sink.finish();
          this.finished(done, new Blob([json], { type: "application/json" }));
          return;
        case "arrays-failed":
          throw new ExpectedError(event.failure.code, event.failure.message, event.failure.hint);
        default:
          event satisfies never;
      }
      this.status = { type: "writing", name: ARRAYS_NAME, done, total };
    }
    throw new ExpectedError("stopped", "Stopped before the file was complete.");
  }
}

function requestOf(exported: Exported, content: ArrayContent, precision: ArrayPrecision) {
  const { text, prompt, chat, temperature, k } = exported;
  const positions = text.positions();
  const ids = new Set([...text.prompt, ...text.solution].map(({ id }) => id));
  for (const { candidates } of positions) for (const { id } of candidates) ids.add(id);
  return {
    run: text.run,
    content,
    precision,
    a: text.a,
    b: text.b,
    prompt,
    rendered: text.rendered,
    chat,
    promptIds: text.prompt.map(({ id }) => id),
    block: packBlock(0, positions),
    temperature,
    k,
    tokens: Array.from(ids, (id) => text.token(id)),
  };
}

/** A whole text as the comparison it came from. */
function eventsOf(text: ComparedText): CompareEvent[] {
  const { run, rendered, a, b } = text;
  const positions = text.positions();
  const ids = new Set(positions.flatMap(({ candidates }) => candidates.map(({ id }) => id)));
  return [
    { type: "compare-start", run, prompt: [...text.prompt], solution: [...text.solution], rendered, a, b },
    {
      type: "compare-block",
      run,
      block: packBlock(0, positions),
      tokens: Array.from(ids, (id) => text.token(id)),
    },
    { type: "compare-end", run, milliseconds: 0 },
  ];
}
