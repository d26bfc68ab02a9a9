/** Longest packed task that a link may carry. */
export const MOST_PACKED_TASK = 60_000;

/** What the setting of the task may hold: nothing (the default), a preset's id, or "~" and a packed task. */
export const TASK_PATTERN = new RegExp(`^([a-z0-9-]{0,64}|~[\\w-]{1,${MOST_PACKED_TASK}})$`);
