import { z } from "zod";
import type { KeyValueStore } from "../draftStore";

const shelfSchema = z.object({
  tasks: z.array(
    z.object({
      name: z.string().min(1).max(100),
      /** As a file holds it; read again, as a file is, when it is opened. */
      json: z.string().max(1_000_000),
    }),
  ),
  /** Code that the person wrote here or let run. */
  trusted: z.array(z.string()),
});

/** What is kept of tasks in this browser. */
export type ShelfContents = z.infer<typeof shelfSchema>;

const KEY = "rl-on-off:tasks:1";

/**
 * Keeps the tasks that a person saved by name, and which code they let run. A store that is switched off, full or holds
 * something else is tolerated: what cannot be kept is not kept, and what cannot be read is absent.
 */
export class TaskShelf {
  /** @param open gives the store; it may throw, as `localStorage` does where storage is forbidden. */
  constructor(private readonly open: () => KeyValueStore) {}

  load(): ShelfContents {
    try {
      const parsed = shelfSchema.safeParse(JSON.parse(this.open().getItem(KEY) ?? "null"));
      return parsed.success ? parsed.data : { tasks: [], trusted: [] };
    } catch {
      return { tasks: [], trusted: [] };
    }
  }

  /** Whether the browser kept it. */
  save(contents: ShelfContents): boolean {
    try {
      this.open().setItem(KEY, JSON.stringify(contents));
      return true;
    } catch {
      return false;
    }
  }
}
