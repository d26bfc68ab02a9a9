import { z } from "zod";
import type { ModelSpec } from "../../contract/model";
import { ExpectedError, type Outcome } from "../../core/errors";
import { offeredDtypes, type Dtype, type OfferedDtype } from "../../core/models/dtypes";
import { outcomeOf } from "../outcome";

/** The Hugging Face Hub; people who run a mirror name another address. */
export const HUB = "https://huggingface.co";

/** Files that are read besides the graph, where the folder has them. */
const BESIDES = [
  "config.json",
  "generation_config.json",
  "tokenizer.json",
  "tokenizer_config.json",
  "chat_template.jinja",
] as const;

/** Entries of one answer are limited; a model with more files than these pages hold is none that runs here. */
const MOST_PAGES = 10;

const about = z.object({
  sha: z.string().regex(/^[0-9a-f]{7,64}$/),
  gated: z.union([z.boolean(), z.string()]).optional(),
});

const entries = z.array(
  z.object({
    type: z.string(),
    path: z.string().min(1),
    size: z.int().nonnegative(),
    oid: z.string().optional(),
    lfs: z.object({ oid: z.string(), size: z.int().nonnegative() }).optional(),
  }),
);

/** A file of a model on the Hub. */
export interface HubFile {
  /** Relative to the model's folder. */
  path: string;
  bytes: number;
  /** Hexadecimal; known for files kept outside of git, which the large ones are. */
  sha256?: string;
  /** Names the content: equal where the contents are equal. */
  content?: string;
}

/** What the Hub says of a model at one commit. */
export interface HubModel {
  /** "owner/name", or "name" for the oldest models. */
  id: string;
  /** What was asked for: a branch, a tag or a commit. */
  revision: string;
  /** What the revision stood for then. */
  commit: string;
  /** Where it was asked. */
  hub: string;
  /** What can be run here, in at least one number format. */
  dtypes: readonly OfferedDtype[];
  files: readonly HubFile[];
}

type Read = (address: string) => Promise<Response>;

/**
 * Asks a Hub which files a model has. Nothing is downloaded but two lists.
 *
 * @param hub address of the Hub, without a slash at the end
 * @param read the browser's `fetch`
 */
export function readHubModel(
  hub: string,
  id: string,
  revision: string,
  read: Read,
): Promise<Outcome<HubModel>> {
  return outcomeOf(async () => {
    const asked = { id, revision, hub };
    if ([...id.split("/"), ...revision.split("/")].some((part) => /^\.*$/.test(part))) {
      throw new ExpectedError(
        "bad-input",
        `“${id}” at “${revision}” cannot be a model.`,
        "An id is owner/name.",
      );
    }
    const api = `${hub}/api/models/${id}`;
    const { value } = await readJson(`${api}/revision/${encodeURIComponent(revision)}`, about, asked, read);
    if (value.gated !== undefined && value.gated !== false) throw gated(asked);
    const files: HubFile[] = [];
    let next: string | undefined = `${api}/tree/${value.sha}?recursive=true`;
    for (let page = 0; next !== undefined && page < MOST_PAGES; page++) {
      const list: { value: z.infer<typeof entries>; next: string | undefined } = await readJson(
        next,
        entries,
        asked,
        read,
      );
      files.push(...list.value.filter(({ type }) => type === "file").map(fileOf));
      next = list.next;
    }
    const dtypes = offeredDtypes(files);
    if (dtypes.length === 0) throw withoutGraph(asked, files);
    for (const path of ["config.json", "tokenizer.json", "tokenizer_config.json"]) {
      if (!files.some((file) => file.path === path)) throw incomplete(asked, path);
    }
    return { ...asked, commit: value.sha, dtypes, files };
  });
}

/** The files that loading in a format reads. */
export function filesFor(model: Pick<HubModel, "dtypes" | "files">, dtype: Dtype): HubFile[] {
  const paths = new Set([...BESIDES, ...(model.dtypes.find((one) => one.dtype === dtype)?.files ?? [])]);
  return model.files.filter(({ path }) => paths.has(path));
}

/** Bytes that loading in a format downloads where nothing is stored. */
export function downloadBytes(model: Pick<HubModel, "dtypes" | "files">, dtype: Dtype): number {
  return filesFor(model, dtype).reduce((sum, { bytes }) => sum + bytes, 0);
}

/** How the model is loaded. */
export function hubSpec(model: HubModel, dtype: Dtype, device: ModelSpec["device"]): ModelSpec {
  const { id, hub, commit, revision } = model;
  const files = filesFor(model, dtype).map(({ path, bytes, sha256 }) => ({
    path,
    bytes,
    ...(sha256 === undefined ? {} : { sha256 }),
  }));
  const folder = `${hub}/${id}/resolve/${commit}/`;
  return { id, folder, dtype, device, hub: { revision, commit, files } };
}

/**
 * Whether two models cut text alike, as far as their lists of files say: true where both have the very same
 * tokenizer.json; undefined where they differ, which only loading them can judge.
 */
export function sameTokenizer(a: Pick<HubModel, "files">, b: Pick<HubModel, "files">): true | undefined {
  const [x, y] = [a, b].map(({ files }) => files.find(({ path }) => path === "tokenizer.json")?.content);
  return x !== undefined && x === y ? true : undefined;
}

function fileOf({ path, size, oid, lfs }: z.infer<typeof entries>[number]): HubFile {
  const sha256 = lfs && /^[0-9a-f]{64}$/.test(lfs.oid) ? lfs.oid : undefined;
  const content = sha256 ?? oid;
  return {
    path,
    bytes: lfs?.size ?? size,
    ...(sha256 === undefined ? {} : { sha256 }),
    ...(content === undefined ? {} : { content }),
  };
}

/** What was asked of which Hub, for messages. */
interface Asked {
  id: string;
  revision: string;
  hub: string;
}

async function readJson<T>(address: string, schema: z.ZodType<T>, asked: Asked, read: Read) {
  const response = await read(address).catch(() => undefined);
  if (!response) {
    throw new ExpectedError(
      "network",
      `${hostOf(asked.hub)} does not answer.`,
      "Check the connection, then ask again.",
    );
  }
  if (!response.ok) throw refusal(asked, response);
  const parsed = schema.safeParse(await response.json().catch(() => undefined));
  if (!parsed.success) {
    throw new ExpectedError(
      "network",
      `${hostOf(asked.hub)} answers with something that is no list of a model's files.`,
      "Check the Hub's address under Advanced.",
    );
  }
  return { value: parsed.data, next: nextPage(response, address) };
}

/** The address after this one, from the answer's `Link` header; never on another origin. */
function nextPage(response: Response, address: string): string | undefined {
  const link = /<([^>]+)>\s*;\s*rel="?next"?/.exec(response.headers.get("link") ?? "")?.[1];
  if (link === undefined) return undefined;
  const next = new URL(link, address);
  return next.origin === new URL(address).origin ? next.href : undefined;
}

function refusal(asked: Asked, response: Response): ExpectedError {
  const { id, revision, hub } = asked;
  const code = response.headers.get("x-error-code");
  const { status } = response;
  if (status === 404 && (code === "RevisionNotFound" || revision !== "main")) {
    return new ExpectedError(
      "model-missing",
      `${hostOf(hub)} has no revision “${revision}” of ${id} (status 404).`,
      "Check the revision; “main” is the usual one.",
    );
  }
  if (status === 404) {
    return new ExpectedError(
      "model-missing",
      `${hostOf(hub)} has no model ${id} (status 404).`,
      "Check the spelling: owner/name, capitals count.",
    );
  }
  if (status === 403 || code === "GatedRepo") return gated(asked);
  if (status === 401) {
    return new ExpectedError(
      "not-allowed",
      `${hostOf(hub)} does not show ${id} without a login (status 401): it is gated or private, or there is none of that name.`,
      "Check the spelling, or download the model with your login and open its folder from disk.",
    );
  }
  return new ExpectedError(
    "network",
    `${hostOf(hub)} answered with status ${status} when asked for ${id}.`,
    status === 429 ? "It has been asked too often; wait a few minutes." : "Try again later.",
  );
}

function gated({ id, hub }: Asked): ExpectedError {
  return new ExpectedError(
    "not-allowed",
    `${id} is gated: ${hostOf(hub)} gives it only to people who agreed to its terms and are logged in.`,
    "This page never logs in. Download the model with your login and open its folder from disk.",
  );
}

function withoutGraph({ id, revision }: Asked, files: readonly HubFile[]): ExpectedError {
  const graphs = files.filter(({ path }) => path.endsWith(".onnx")).length;
  return new ExpectedError(
    "model-missing",
    graphs === 0
      ? `${id} (${revision}) brings no ONNX weights: none of its ${files.length} files ends in .onnx.`
      : `${id} (${revision}) brings ONNX files, but none is a language model in one graph (onnx/model.onnx or onnx/model_q4.onnx, say).`,
    `Search the Hub for “${id.slice(id.lastIndexOf("/") + 1)} ONNX”: onnx-community offers many models converted.`,
  );
}

function incomplete({ id, revision }: Asked, path: string): ExpectedError {
  return new ExpectedError(
    "model-missing",
    `${id} (${revision}) has no ${path}, without which it cannot be run here.`,
    "Choose another copy of the model.",
  );
}

/** A Hub's name for people: its host. */
export function hostOf(hub: string): string {
  return new URL(hub).host;
}
