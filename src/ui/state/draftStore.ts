import { z } from "zod";
import { SETTINGS, type Settings } from "../../core/config/settings";
import { readValue, writeValue } from "../../core/config/values";

const textSchema = z.object({
  prompt: z.string(),
  solution: z.string(),
  solutionIds: z.array(z.number().int().nonnegative()),
  chat: z.boolean(),
  /** The other versions of the solution, as a link writes them. */
  tree: z.string().optional(),
  /** Whether the person was looking at their own text, not at an example, when it was saved. */
  open: z.boolean(),
});

const draftSchema = textSchema.extend({
  /** An earlier text that was typed before work on an example began. */
  aside: textSchema.optional(),
});

export type DraftText = z.infer<typeof textSchema>;

/** A text of the person's own, as it stood when they last touched it. */
export type Draft = z.infer<typeof draftSchema>;

type DraftSettings = Pick<Settings, "prompt" | "solution" | "solutionIds" | "chat" | "branches">;

/** What a draft keeps of the settings. */
export function draftOf({
  prompt,
  solution,
  solutionIds,
  chat,
  branches,
}: DraftSettings): Omit<DraftText, "open"> {
  const tree = writeValue(SETTINGS.branches, branches);
  return { prompt, solution, solutionIds: [...solutionIds], chat, ...(tree === "" ? {} : { tree }) };
}

/** The settings that a draft kept. */
export function settingsOfDraft({
  prompt,
  solution,
  solutionIds,
  chat,
  tree = "",
}: Omit<DraftText, "open">): DraftSettings {
  const branches = readValue(SETTINGS.branches, tree).value as Settings["branches"];
  return { prompt, solution, solutionIds, chat, branches };
}

/** The part of Web Storage that is used. */
export interface KeyValueStore {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

const KEY = "rl-on-off:draft:1";

/**
 * Keeps one draft. A store that is switched off, full or holds something else is tolerated: what cannot be kept is not
 * kept, and what cannot be read is absent.
 */
export class DraftStore {
  /** @param open gives the store; it may throw, as `localStorage` does where storage is forbidden. */
  constructor(private readonly open: () => KeyValueStore) {}

  load(): Draft | undefined {
    try {
      const text = this.open().getItem(KEY);
      if (text === null) return undefined;
      const parsed = draftSchema.safeParse(JSON.parse(text));
      return parsed.success ? parsed.data : undefined;
    } catch {
      return undefined;
    }
  }

  /** Whether the draft is kept. */
  save(draft: Draft): boolean {
    try {
      this.open().setItem(KEY, JSON.stringify(draft));
      return true;
    } catch {
      return false;
    }
  }
}
