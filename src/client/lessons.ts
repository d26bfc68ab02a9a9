import { z } from "zod";
import { ExpectedError, type Outcome } from "../core/errors";
import { outcomeOf } from "./outcome";

type Read = (address: string) => Promise<Response>;

const lessonIndex = z.array(
  z.object({
    id: z.string().regex(/^[a-z0-9-]{1,64}$/),
    title: z.string().min(1),
    description: z.string(),
    /** What the page shows when the lesson begins, as the query of a link. */
    start: z.string(),
  }),
);

/** A lesson that ships with the page, as it is offered. */
export type LessonTitle = z.infer<typeof lessonIndex>[number];

/**
 * The lessons that ship with the page, in the order they are offered.
 *
 * @param base address of the page (`document.baseURI`)
 * @param read the browser's `fetch`
 */
export function listLessons(base: string, read: Read): Promise<Outcome<LessonTitle[]>> {
  return outcomeOf(async () => {
    const text = await readText(new URL("lessons/index.json", base), read, "The list of lessons");
    const index = lessonIndex.safeParse(parsed(text));
    if (index.success) return index.data;
    throw new ExpectedError("bad-input", "The list of lessons is not readable.", "Build the page again.");
  });
}

/** The Markdown text of one of them, by its id: a file `lessons/<id>.md` beside the page. */
export function openLesson(base: string, read: Read, id: string): Promise<Outcome<string>> {
  return outcomeOf(() =>
    readText(new URL(`lessons/${encodeURIComponent(id)}.md`, base), read, `The lesson “${id}”`),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Some hosts answer what they do not have with a page of their own. */
function isPage(response: Response): boolean {
  return response.headers.get("content-type")?.startsWith("text/html") === true;
}

async function readText(address: URL, read: Read, what: string): Promise<string> {
  const response = await read(address.href).catch(() => undefined);
  if (response === undefined) {
    const message = `${what} could not be read: no answer from ${address.href}.`;
    throw new ExpectedError("network", message, "Check the connection and reload the page.");
  }
  if (response.ok && !isPage(response)) return response.text();
  throw new ExpectedError(
    "bad-input",
    `${what} is not here: status ${response.status} from ${address.href}.`,
    "Choose a lesson at the foot of the page.",
  );
}
