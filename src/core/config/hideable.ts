/**
 * The controls that a link can hide (`hide=write-a.unit`), in the order of the page. What only shows something is not
 * here: it is never hidden. To make a control hideable: a row here, and `hidden.has("…")` around it.
 */
export const HIDEABLE = [
  { id: "models", label: "Choice of models and device" },
  { id: "link", label: "Copy link" },
  { id: "theme", label: "Colours" },
  { id: "examples", label: "Examples" },
  { id: "own-text", label: "A text of one’s own, among the examples" },
  { id: "prompt", label: "Prompt" },
  { id: "chat", label: "Chat template" },
  { id: "sampling", label: "Sampling" },
  { id: "write-a", label: "Write with A" },
  { id: "write-b", label: "Write with B" },
  { id: "compare", label: "Compare" },
  { id: "edit", label: "Edit the solution" },
  { id: "measure", label: "Colour by" },
  { id: "threshold", label: "Threshold" },
  { id: "temperature", label: "Temperature" },
  { id: "k", label: "Candidates" },
  { id: "unit", label: "Unit" },
  { id: "pin", label: "Pin a token" },
  { id: "force", label: "Force another token" },
  { id: "whole", label: "Whole distribution" },
  { id: "versions", label: "Versions of the solution" },
  { id: "files", label: "Export and import" },
] as const;

export type HideableId = (typeof HIDEABLE)[number]["id"];
