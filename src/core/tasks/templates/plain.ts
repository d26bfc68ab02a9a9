import type { PromptTemplate } from "./template";

/** The question as it is, what the system is told before it. The text ends where the question ends. */
export const plain: PromptTemplate = {
  id: "plain",
  label: "Plain",
  help: "The question alone, as a text to go on from.",
  render: ({ message, system }) => (system === undefined ? message : `${system}\n\n${message}`),
};
