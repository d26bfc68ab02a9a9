/**
 * The controls that a link can hide (`hide=write-a.unit`), in the order of the page. What only shows something is not
 * here: it is never hidden, and a control that shows a value leaves that value behind as text. To make a control
 * hideable: a row here, and `hidden.has("…")` around it. Rows with `spare` are what a frame in slides does without.
 */
export const HIDEABLE = [
  { id: "models", label: "Choice of models and device" },
  { id: "link", label: "Copy link" },
  { id: "theme", label: "Colours" },
  { id: "examples", label: "Examples", spare: true },
  { id: "own-text", label: "A text of one’s own, among the examples", spare: true },
  { id: "prompt", label: "Prompt", spare: true },
  { id: "chat", label: "Chat template", spare: true },
  { id: "sampling", label: "Sampling", spare: true },
  { id: "write-a", label: "Write with A", spare: true },
  { id: "write-b", label: "Write with B", spare: true },
  { id: "compare", label: "Compare", spare: true },
  { id: "edit", label: "Edit the solution", spare: true },
  { id: "measure", label: "Colour by" },
  { id: "threshold", label: "Threshold" },
  { id: "temperature", label: "Temperature", spare: true },
  { id: "k", label: "Candidates", spare: true },
  { id: "unit", label: "Unit", spare: true },
  { id: "pin", label: "Pin a token", spare: true },
  { id: "force", label: "Force another token", spare: true },
  { id: "whole", label: "Whole distribution", spare: true },
  { id: "versions", label: "Versions of the solution", spare: true },
  { id: "problems", label: "Another problem", spare: true },
  { id: "write-switched", label: "Write and step in Switch", spare: true },
  { id: "policy", label: "Policy and its numbers", spare: true },
  { id: "divergence", label: "Divergence", spare: true },
  { id: "take-over", label: "Take over above, hand back below" },
  { id: "start", label: "Start with", spare: true },
  { id: "control", label: "Random control", spare: true },
  { id: "more", label: "More about how answers end", spare: true },
  { id: "mix", label: "Mix instead of switching", spare: true },
  { id: "files", label: "Export and import", spare: true },
  { id: "study", label: "Run a study over many problems", spare: true },
  { id: "dataset", label: "Choice of the dataset and its columns", spare: true },
  { id: "task", label: "Template, answer format and rewards", spare: true },
  { id: "sample-settings", label: "How many questions and answers, and by whom", spare: true },
  { id: "sample", label: "Run, pause and read in Sample", spare: true },
  { id: "lessons", label: "Lessons" },
  { id: "tour", label: "Tour" },
  { id: "make-lesson", label: "Make a lesson" },
  { id: "look", label: "Projector look" },
] as const satisfies readonly { id: string; label: string; spare?: true }[];

export type HideableId = (typeof HIDEABLE)[number]["id"];

/** What hiding leaves of a frame in slides is the text, its colours with their threshold, and the details of a token. */
export const SPARE_IN_FRAMES: readonly HideableId[] = HIDEABLE.flatMap((row) =>
  "spare" in row ? [row.id] : [],
);
