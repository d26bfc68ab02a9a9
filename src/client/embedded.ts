import { z } from "zod";
import { ExpectedError, type Outcome } from "../core/errors";
import type { LoadableModel } from "./loadable";
import { outcomeOf } from "./outcome";

const file = z.object({
  path: z.string().min(1),
  bytes: z.int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const manifest = z.array(
  z.object({
    id: z.string().min(1),
    label: z.string(),
    description: z.string(),
    folder: z.string().min(1),
    bytes: z.int().nonnegative(),
    files: z.array(file),
    parameters: z.int().positive(),
    selfCheck: file.optional(),
  }),
);

/** A model that ships with the page. */
export interface EmbeddedModel extends LoadableModel {
  parameters: number;
}

/**
 * The models that ship with the page, from `models/manifest.json` beside it.
 *
 * @param base address of the page (`document.baseURI`)
 * @param read the browser's `fetch`
 */
export function embeddedModels(
  base: string,
  read: (address: string) => Promise<Response>,
): Promise<Outcome<EmbeddedModel[]>> {
  return outcomeOf(async () => {
    const address = new URL("models/manifest.json", base);
    const models = manifest.safeParse(await readJson(address.href, read));
    if (!models.success) {
      throw new ExpectedError(
        "model-corrupt",
        "The list of embedded models (models/manifest.json) is damaged or of another version of this page.",
        "Build the page again, or tell whoever put it here.",
        z.prettifyError(models.error),
      );
    }
    return models.data.map(({ folder, files, selfCheck, ...about }) => ({
      ...about,
      spec: {
        id: about.id,
        folder: new URL(`${folder}/`, address).href,
        dtype: "fp32",
        device: "auto",
        files,
        ...(selfCheck ? { selfCheck } : {}),
      },
    }));
  });
}

async function readJson(address: string, read: (address: string) => Promise<Response>): Promise<unknown> {
  const response = await read(address).catch(() => undefined);
  if (response?.ok) return response.json().catch(() => undefined);
  throw new ExpectedError(
    response ? "model-missing" : "network",
    `The list of embedded models could not be read: ${response ? `status ${response.status}` : "no answer"} from ${address}.`,
    response
      ? "The page is incomplete: build it again, or tell whoever put it here."
      : "Check the connection and reload the page.",
  );
}
