import { browserWorkers } from "../../src/client/browserWorkers";
import { embeddedModels } from "../../src/client/embedded";
import { Laboratory } from "../../src/client/laboratory";
import type { CompareEvent, StudyEvent, StudyRequest } from "../../src/contract/lab";
import { toRecording, type Recording } from "../../src/core/compare/recording";
import type { Outcome } from "../../src/core/errors";
import type { TokenId } from "../../src/core/model";
import type { RecordingRecipe } from "./recipe";

/** What tools/record.ts and the test of the recordings ask of this page. */
export interface RecorderPage {
  /** Follows a recipe on the embedded pair, A = base and B = rl, through the real workers. */
  record(recipe: RecordingRecipe): Promise<Recording>;
  /** Runs a study on the same pair, from `request.from` to the end, and tells each event. */
  study(request: StudyRequest): Promise<void>;
}

declare global {
  interface Window {
    recorder: RecorderPage;
    /** The tool's ear for the events of a study. */
    onStudyEvent(event: StudyEvent): Promise<void>;
  }
}

const laboratory = new Laboratory(browserWorkers);
let loaded: Promise<void> | undefined;

window.recorder = {
  async record(recipe) {
    await (loaded ??= load());
    const { request, written, solution } = recipe;
    const ids = written ? await write(request, written) : undefined;
    const events: CompareEvent[] = [];
    const comparison = laboratory.compare({
      ...request,
      solution: ids ? { ids } : { text: solution ?? "" },
    });
    for await (const event of comparison) {
      if (event.type === "compare-failed") throw new Error(event.failure.message);
      events.push(event);
    }
    const { id, title, description, annotations, answer } = recipe;
    const known = answer === undefined ? {} : { answer };
    return toRecording(
      { id, title, description, annotations, request, ...known, ...(written ? { written } : {}) },
      events,
    );
  },
  async study(request) {
    await (loaded ??= load());
    for await (const event of laboratory.study(request)) {
      if (event.type === "study-failed") throw new Error(event.failure.message);
      await window.onStudyEvent(event);
    }
  },
};

async function load(): Promise<void> {
  const models = value(await embeddedModels(document.location.origin, (address) => fetch(address)));
  for (const [side, id] of [
    ["a", "base"],
    ["b", "rl"],
  ] as const) {
    const model = models.find((candidate) => candidate.id === id);
    if (!model) throw new Error(`public/models has no model ${id}`);
    value(await laboratory.load(side, { ...model.spec, device: "wasm" }, () => undefined));
  }
}

async function write(
  { prompt, chat }: RecordingRecipe["request"],
  written: NonNullable<RecordingRecipe["written"]>,
): Promise<TokenId[]> {
  const ids: TokenId[] = [];
  for await (const event of laboratory.write({ prompt, chat, kept: [], ...written })) {
    if (event.type === "write-failed") throw new Error(event.failure.message);
    if (event.type === "write-token") ids.push(event.token.id);
  }
  return ids;
}

function value<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new Error(outcome.failure.message);
}
