import type { AddressInfo } from "node:net";
import { createServer } from "vite";
import type { Recording } from "../../src/core/compare/recording";
import type { StudyEvent, StudyRequest } from "../../src/core/study/events";
import { launchChromium } from "../browser";
import { ISOLATION_HEADERS } from "../headers.mjs";
import type { RecordingRecipe } from "./recipe";

/** A browser with both embedded models at hand. */
export interface Recorder {
  record(recipe: RecordingRecipe): Promise<Recording>;
  /** Runs a study from `request.from` to the end. */
  study(request: StudyRequest, onEvent: (event: StudyEvent) => void): Promise<void>;
  close(): Promise<void>;
}

/** Starts a page server and a headless Chromium without WebGPU: recordings are made on WASM, where all agree. */
export async function openRecorder(): Promise<Recorder> {
  const server = await createServer({
    server: { port: 0, hmr: false, watch: null, headers: ISOLATION_HEADERS },
    logLevel: "error",
  });
  await server.listen();
  const { port } = server.httpServer?.address() as AddressInfo;
  const browser = await launchChromium("none");
  const page = await browser.newPage();
  await page.goto(`http://localhost:${port}/tools/record/page.html`);
  await page.waitForFunction(() => "recorder" in window);
  let hear: (event: StudyEvent) => void = () => undefined;
  await page.exposeFunction("onStudyEvent", (event: StudyEvent) => hear(event));
  return {
    record: (recipe) => page.evaluate((what) => window.recorder.record(what), recipe),
    study: async (request, onEvent) => {
      hear = onEvent;
      await page.evaluate((what) => window.recorder.study(what), request);
    },
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
}
