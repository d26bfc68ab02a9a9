import { pack, unpack } from "../config/packedText";

/** Longest packed lesson that a link may carry; what is longer is refused by its setting. */
export const MAX_PACKED_LESSON = 60_000;

/** What the setting of the lesson may hold: nothing, the id of a lesson that ships, or "~" and a packed text. */
export const LESSON_PATTERN = new RegExp(`^([a-z0-9-]{0,64}|~[\\w-]{1,${MAX_PACKED_LESSON}})$`);

/** A lesson's text as the setting holds it. */
export function packLesson(source: string): string {
  return `~${pack([source])}`;
}

/** The text of a packed lesson; undefined where it is damaged. Never throws. */
export function unpackLesson(value: string): string | undefined {
  return unpack(value.slice(1), 1)?.[0];
}

export function isPackedLesson(value: string): boolean {
  return value.startsWith("~");
}
