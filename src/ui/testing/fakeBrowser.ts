import type { CompareEvent } from "../../core/compare/events";
import { DraftStore, type KeyValueStore } from "../state/draftStore";
import type { AddressBar } from "../state/link.svelte";
import type { OpenedRecording, RecordingShelf } from "../state/recordings.svelte";
import { Session } from "../state/session.svelte";
import { fakeHub } from "./fakeHub";
import { FakeLab, fakeModels, type FakeLabOptions } from "./fakeLab";

export const PIECES = [
  ..."abcdefghijklmnopqrstuvwxyz ?.0123456789",
  "How",
  " many",
  " r",
  " in",
  "It",
  " is",
  " two",
  " three",
];
export const PROMPT = "How many r in b?";

class MemoryStore implements KeyValueStore {
  private readonly entries = new Map<string, string>();
  getItem(key: string) {
    return this.entries.get(key) ?? null;
  }
  setItem(key: string, value: string) {
    this.entries.set(key, value);
  }
}

class FakeBar implements AddressBar {
  constructor(public hash: string) {}
  replace(hash: string) {
    this.hash = hash;
  }
}

/** A browser in which the page is visited, with a laboratory that answers at once and the examples "two" and "three". */
export class FakeBrowser {
  store = new MemoryStore();
  bar = new FakeBar("");
  /** The laboratory of the last visit. */
  lab = new FakeLab({ pieces: PIECES });

  visit(options: Partial<FakeLabOptions> = {}): Session {
    const { store } = this;
    this.lab = new FakeLab({ pieces: PIECES, ...options });
    return new Session({
      lab: this.lab,
      shelf: SHELF,
      drafts: new DraftStore(() => store),
      bar: this.bar,
      embedded: async () => ({ ok: true, value: fakeModels() }),
      hub: fakeHub(),
    });
  }

  /** The next visit is at this address; visits before keep theirs. */
  goTo(hash: string): void {
    this.bar = new FakeBar(hash);
  }

  /** The next visit finds nothing stored. */
  forget(): void {
    this.store = new MemoryStore();
  }

  /** A token of the laboratory's vocabulary by its text. */
  token(text: string) {
    const token = this.lab.vocabulary.find((one) => one.text === text);
    if (token === undefined) throw new Error(`There is no token “${text}”`);
    return token;
  }
}

/** A gate that holds whatever awaits it until it is opened. */
export function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { wait: () => opened, open };
}

/** Lets everything happen that waits for nothing but its turn. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 400; turn++) await Promise.resolve();
}

/** The solution that is compared on screen. */
export function shownText(session: Session): string | undefined {
  return session.comparison.text?.solution.map(({ text }) => text).join("");
}

async function recordingOf(solution: string): Promise<OpenedRecording> {
  const events: CompareEvent[] = [];
  const request = { prompt: PROMPT, chat: true, solution: { text: solution }, temperature: 1, k: 5 };
  for await (const event of new FakeLab({ pieces: PIECES }).compare(request)) events.push(event);
  return {
    prompt: PROMPT,
    chat: true,
    temperature: 1,
    k: 5,
    annotations: [{ position: 1, text: "Here." }],
    events,
  };
}

const RECORDINGS = new Map([
  ["two", await recordingOf("It is two.")],
  ["three", await recordingOf("It is three.")],
]);

const SHELF: RecordingShelf = {
  titles: async () => ({
    ok: true,
    value: [...RECORDINGS.keys()].map((id) => ({ id, title: id, description: "" })),
  }),
  open: async (id) => {
    const value = RECORDINGS.get(id);
    return value
      ? { ok: true, value }
      : { ok: false, failure: { code: "bad-input", message: `There is no example called “${id}”.` } };
  },
};
