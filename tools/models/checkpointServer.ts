import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import type { Plugin } from "vite";

const NAME = /^\/([a-z][a-z-]*)$/;

/**
 * Lets the page keep checkpoints in a folder: GET and PUT `/checkpoints/<name>`. A new one replaces the old one only
 * when it is written completely, so a killed run leaves a whole file behind.
 */
export function checkpointServer(folder: string): Plugin {
  return {
    name: "checkpoints",
    configureServer(server) {
      server.middlewares.use("/checkpoints", (request, response) => {
        const name = NAME.exec(request.url ?? "")?.[1];
        const path = name && join(folder, `${name}.safetensors`);
        const answer = (status: number, body?: Uint8Array): void => {
          response.statusCode = status;
          response.end(body);
        };
        if (!path) return answer(400);
        if (request.method === "GET") return existsSync(path) ? answer(200, readFileSync(path)) : answer(404);
        if (request.method !== "PUT") return answer(405);
        body(request).then(
          (bytes) => {
            mkdirSync(folder, { recursive: true });
            writeFileSync(`${path}.part`, bytes);
            renameSync(`${path}.part`, path);
            answer(204);
          },
          () => answer(500),
        );
      });
    },
  };
}

async function body(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
