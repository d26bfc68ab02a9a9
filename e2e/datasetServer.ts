import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** How the server answers for a data set, by the name after "team/". */
export const DATASET_MODES = [
  "whole",
  "gated",
  "missing",
  "busy",
  "preparing",
  "broken",
  "html",
  "cut",
] as const;
export type DatasetMode = (typeof DATASET_MODES)[number];

/** Rows of "whole": more than two pages of a hundred. */
export const DATASET_ROWS = 230;

export function datasetRow(index: number): { question: string; answer: string } {
  return {
    question: `What is ${index} + ${index}?`,
    answer: `${index} + ${index} = ${2 * index}\n#### ${2 * index}`,
  };
}

export interface DatasetTestServer {
  /** Without a slash at the end. */
  origin: string;
  /** Paths asked for so far. */
  readonly asked: string[];
  /** Files under /files/: name and bytes; `ranges` whether parts of it are given. */
  serve(
    name: string,
    bytes: Uint8Array,
    options?: { ranges?: boolean; status?: number; cors?: boolean },
  ): string;
  close(): Promise<void>;
}

/** A server with the addresses of the Hub's dataset server, and with files to be opened by address. */
export async function openDatasetServer(): Promise<DatasetTestServer> {
  const asked: string[] = [];
  const files = new Map<string, { bytes: Buffer; ranges: boolean; status: number; cors: boolean }>();
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    answer(request, response);
  });

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? "/", "http://localhost");
    const file = files.get(url.pathname);
    if (file) return sendFile(file, request, response);
    response.setHeader("access-control-allow-origin", "*");
    const mode = (url.searchParams.get("dataset") ?? "").replace(/^team\//, "") as DatasetMode;
    const fail = (status: number, error: string, headers: Record<string, string> = {}): void => {
      response
        .writeHead(status, { "content-type": "application/json", ...headers })
        .end(JSON.stringify({ error }));
    };
    switch (mode) {
      case "gated":
        return fail(401, "The dataset does not exist, or is not accessible without authentication.");
      case "busy":
        return fail(429, "Too many requests", { "retry-after": "17" });
      case "preparing":
        return fail(500, "The server is busier than usual and the response is not ready yet.", {
          "x-error-code": "ResponseNotReady",
        });
      case "broken":
        return fail(500, "Unexpected error.");
      case "html":
        return void response
          .writeHead(200, { "content-type": "text/html" })
          .end("<!doctype html><p>Log in</p>");
      case "whole":
      case "cut":
        return url.pathname === "/splits" ? sendSplits(response, mode) : sendRows(url, response, mode);
      default:
        return fail(404, "The dataset does not exist on the Hub.");
    }
  }

  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    asked,
    serve: (name, bytes, { ranges = true, status = 200, cors = true } = {}) => {
      files.set(`/files/${name}`, { bytes: Buffer.from(bytes), ranges, status, cors });
      return `${origin}/files/${name}`;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

function sendFile(
  { bytes, ranges, status, cors }: { bytes: Buffer; ranges: boolean; status: number; cors: boolean },
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (cors) response.setHeader("access-control-allow-origin", "*");
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "") ?? [];
  const part = ranges && from !== undefined ? bytes.subarray(Number(from), Number(to) + 1) : bytes;
  response.setHeader("content-length", part.length);
  if (part !== bytes) response.setHeader("content-range", `bytes ${from}-${to}/${bytes.length}`);
  response.writeHead(part === bytes ? status : 206).end(request.method === "HEAD" ? undefined : part);
}

function sendSplits(response: ServerResponse, mode: DatasetMode): void {
  const splits = ["train", "test"].map((split) => ({ dataset: `team/${mode}`, config: "main", split }));
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify({ splits, pending: [], failed: [] }));
}

function sendRows(url: URL, response: ServerResponse, mode: DatasetMode): void {
  const offset = Number(url.searchParams.get("offset"));
  const length = Math.min(100, Number(url.searchParams.get("length")));
  const rows = Array.from({ length: Math.max(0, Math.min(length, DATASET_ROWS - offset)) }, (_, place) => ({
    row_idx: offset + place,
    row: datasetRow(offset + place),
    truncated_cells: mode === "cut" && (offset + place) % 10 === 3 ? ["answer"] : [],
  }));
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify({ features: [], rows, num_rows_total: DATASET_ROWS, num_rows_per_page: 100 }));
}
