import { z } from "zod";
import type { BadRow, DatasetRow } from "../../core/datasets/dataset";
import { rowOf } from "../../core/datasets/jsonRow";
import { isHubDataset } from "../../core/datasets/names";
import { ExpectedError, type Outcome } from "../../core/errors";
import { outcomeOf } from "../outcome";
import type { PageCache } from "./pageCache";

/** The dataset server of the Hugging Face Hub; people who run a mirror name another address. */
export const DATASET_SERVER = "https://datasets-server.huggingface.co";

const SERVER_KEY = "rl-on-off:dataset-server";

/** The server that the person set in the browser's storage, as of a mirror; else the Hub's own. */
export function datasetServer(open: () => Pick<Storage, "getItem">): string {
  try {
    const set = open().getItem(SERVER_KEY)?.replace(/\/+$/, "");
    return set && /^https?:$/.test(new URL(set).protocol) ? set : DATASET_SERVER;
  } catch {
    return DATASET_SERVER;
  }
}

/** Rows of one answer: the most that the server gives. */
export const PAGE_ROWS = 100;

/** A part of a data set that can be read. */
export interface HubSplit {
  config: string;
  split: string;
}

/** A split of a data set. */
export interface HubDataset extends HubSplit {
  /** owner/name */
  dataset: string;
}

/** Rows by their number in the split. */
export interface HubRows {
  rows: readonly DatasetRow[];
  /** Rows that the server cut; `line` is their number from 1. */
  bad: readonly BadRow[];
  /** Rows of the whole split. */
  total: number;
  /** Whether the server reads only the beginning of the split, as it does of large ones. */
  partial: boolean;
}

type Read = (address: string, options: RequestInit) => Promise<Response>;

const splitsAnswer = z.object({
  splits: z.array(z.object({ config: z.string(), split: z.string() })),
});

const rowsAnswer = z.object({
  rows: z.array(
    z.object({
      row_idx: z.int().nonnegative(),
      row: z.record(z.string(), z.unknown()),
      truncated_cells: z.array(z.string()).default([]),
    }),
  ),
  num_rows_total: z.int().nonnegative(),
  partial: z.boolean().optional(),
});

const errorAnswer = z.object({ error: z.string() });

/** Asks a dataset server. Every method asks at once where the answer is not kept: call none before the person agreed. */
export class DatasetServer {
  /**
   * @param server its address without a slash at the end
   * @param read the browser's `fetch`
   */
  constructor(
    private readonly server: string,
    private readonly read: Read,
    private readonly pages: PageCache,
  ) {}

  /** The configs and splits of a data set, in the server's order. */
  splits(dataset: string): Promise<Outcome<HubSplit[]>> {
    return outcomeOf(async () => {
      requireName(dataset);
      const address = `${this.server}/splits?${new URLSearchParams({ dataset }).toString()}`;
      const { splits } = await this.ask(address, splitsAnswer, dataset);
      return splits.map(({ config, split }) => ({ config, split }));
    });
  }

  /** Rows `from … from + count − 1` of a split, fewer where it ends before; one request a hundred rows, kept ones none. */
  rows(split: HubDataset, from: number, count: number): Promise<Outcome<HubRows>> {
    return outcomeOf(async () => {
      const numbers = Array.from({ length: Math.max(0, count) }, (_, place) => from + place);
      return this.numbered(split, numbers);
    });
  }

  /** The rows of these numbers, which ascend: one request for each hundred of the split that one of them lies in. */
  pick(split: HubDataset, numbers: readonly number[]): Promise<Outcome<HubRows>> {
    return outcomeOf(() => this.numbered(split, numbers));
  }

  private async numbered(split: HubDataset, numbers: readonly number[]): Promise<HubRows> {
    requireName(split.dataset);
    const wanted = new Set(numbers);
    const pages = new Set(numbers.map((number) => Math.floor(number / PAGE_ROWS)));
    const rows: DatasetRow[] = [];
    const bad: BadRow[] = [];
    let total = Infinity;
    let partial = false;
    for (const page of pages.size > 0 ? pages : [0]) {
      if (page * PAGE_ROWS >= total) break;
      const answer = await this.page(split, page);
      total = answer.num_rows_total;
      partial ||= answer.partial === true;
      for (const { row_idx, row, truncated_cells } of answer.rows) {
        if (!wanted.has(row_idx)) continue;
        const read = rowOf(row);
        if ("reason" in read) bad.push({ line: row_idx + 1, ...read });
        else if (truncated_cells.length === 0) rows.push({ index: row_idx, ...read });
        else {
          const detail = `the server cut ${truncated_cells.join(", ").slice(0, 200)}`;
          bad.push({ line: row_idx + 1, reason: "too-long", detail });
        }
      }
    }
    return { rows, bad, total, partial };
  }

  private page({ dataset, config, split }: HubDataset, page: number) {
    const offset = String(page * PAGE_ROWS);
    const query = new URLSearchParams({ dataset, config, split, offset, length: String(PAGE_ROWS) });
    return this.ask(`${this.server}/rows?${query.toString()}`, rowsAnswer, dataset);
  }

  private async ask<T>(address: string, schema: z.ZodType<T>, dataset: string): Promise<T> {
    const kept = await this.pages.get(address);
    const known = kept === undefined ? undefined : parsed(kept, schema);
    if (known) return known;
    const host = new URL(this.server).host;
    const options: RequestInit = { credentials: "omit", referrerPolicy: "no-referrer" };
    const response = await this.read(address, options).catch(() => undefined);
    const text = await response?.text().catch(() => undefined);
    if (!response || text === undefined)
      throw new ExpectedError(
        "network",
        `${host} does not answer.`,
        "Check the connection, then ask again. What was read before is kept.",
      );
    if (!response.ok) throw refusal(host, dataset, response, text);
    const answer = parsed(text, schema);
    if (!answer)
      throw new ExpectedError(
        "network",
        `${host} answers with something that is no list of rows or splits.`,
        "It may not be a dataset server, or a login page stands before it: check its address.",
        text.slice(0, 200),
      );
    await this.pages.put(address, text);
    return answer;
  }
}

/** Requests that `pick` of these rows takes, kept answers not counted. */
export function requestsFor(numbers: readonly number[]): number {
  return new Set(numbers.map((number) => Math.floor(number / PAGE_ROWS))).size;
}

function parsed<T>(text: string, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function requireName(dataset: string): void {
  if (!isHubDataset(dataset))
    throw new ExpectedError(
      "bad-input",
      `“${dataset.slice(0, 100)}” cannot be a data set.`,
      "A data set on the Hub is owner/name.",
    );
}

function refusal(host: string, dataset: string, { status, headers }: Response, text: string): ExpectedError {
  const said = parsed(text, errorAnswer)?.error.slice(0, 500);
  const failed = (code: "network" | "not-allowed", message: string, hint: string): ExpectedError =>
    new ExpectedError(code, message, hint, said);
  if (status === 401 || status === 403)
    return failed(
      "not-allowed",
      `${host} does not show ${dataset} without a login (status ${status}): it is gated or private, or there is none of that name.`,
      "Check the spelling, or download a file of it with your login and drop it here.",
    );
  if (status === 404)
    return failed(
      "network",
      `${host} has no such data set, config or split: ${dataset} (status 404).`,
      "Check the spelling: owner/name, capitals count.",
    );
  if (status === 429) {
    const wait = Number(headers.get("retry-after") ?? NaN);
    return failed(
      "network",
      `${host} has been asked too often (status 429).`,
      wait > 0
        ? `Ask again in ${wait} s; what was read is kept.`
        : "Ask again in a few minutes; what was read is kept.",
    );
  }
  const notReady = headers.get("x-error-code") === "ResponseNotReady";
  return failed(
    "network",
    notReady
      ? `${host} is still preparing ${dataset} (status ${status}).`
      : `${host} answered with status ${status} when asked for ${dataset}.`,
    notReady ? "Ask again in a minute." : "Try again later, or download a file of it and drop it here.",
  );
}
