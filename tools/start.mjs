// npm start: from a bare clone to the page.
import { argv, versions } from "node:process";
import { fileURLToPath } from "node:url";
import { ensureBuilt } from "./build.mjs";
import { ensureInstalled } from "./install.mjs";
import { nodeVersionProblem } from "./node-version.mjs";
import { serveAndSay } from "./serve.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

async function start() {
  const problem = nodeVersionProblem(versions.node);
  if (problem) throw new Error(problem);
  await ensureInstalled(ROOT);
  await ensureBuilt(ROOT);
  await serveAndSay(argv.slice(2));
}

start().catch((error) => {
  console.error(`\n${error.message}\n`);
  process.exitCode = 1;
});
