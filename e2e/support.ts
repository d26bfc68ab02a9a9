import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, expect, inject, onTestFinished } from "vitest";
import { launchChromium, type Gpu } from "../tools/browser";

export interface PageOptions {
  /** "software": WebGPU on the processor; "none": the page finds no WebGPU and runs on WASM. */
  gpu: Exclude<Gpu, "hardware">;
  /** What follows the origin, `/` first: path, query, hash. Default "/". */
  path?: string;
  viewport?: { width: number; height: number };
  colorScheme?: "light" | "dark";
  /** Where else than at the built page: an origin without a slash at the end. */
  origin?: string;
  /** Origins besides the page's own that may be asked, such as a model server of the test. */
  otherOrigins?: readonly string[];
  /** Console errors that belong to the test; all others fail it. */
  expectedErrors?: readonly RegExp[];
  /** Lets the page keep itself for visits without a network; else no service worker is between a test and its server. */
  serviceWorkers?: "allow";
  /** The tour is offered as to anyone who comes for the first time; else the visitor has seen it. */
  tour?: "offered";
  /** The visitor who comes back: a context that `openPage` returned before, with its storage and caches. */
  context?: BrowserContext;
}

export interface OpenedPage {
  page: Page;
  context: BrowserContext;
  /** Console errors and uncaught exceptions so far, expected ones too. */
  errors: readonly string[];
  /** Addresses asked for so far, in order. */
  requests: readonly string[];
}

const browsers = new Map<Gpu, Promise<Browser>>();

/** The file's browser of a kind: started when first asked for, closed after the file's tests. */
function browserWith(gpu: Gpu): Promise<Browser> {
  const running = browsers.get(gpu) ?? launchChromium(gpu);
  browsers.set(gpu, running);
  return running;
}

afterAll(async () => {
  for (const browser of browsers.values()) await (await browser).close();
  browsers.clear();
});

/**
 * Opens the built page in Chromium as a new visitor. When the test ends the page is closed, and the test fails if the
 * page logged an error that was not expected or asked another origin for anything.
 */
export async function openPage(options: PageOptions): Promise<OpenedPage> {
  const origin = options.origin ?? inject("origin");
  const { viewport, colorScheme } = options;
  const context =
    options.context ??
    (await (
      await browserWith(options.gpu)
    ).newContext({
      serviceWorkers: options.serviceWorkers ?? "block",
      ...(viewport === undefined ? {} : { viewport }),
      ...(colorScheme === undefined ? {} : { colorScheme }),
    }));
  const page = await context.newPage();
  if (options.tour !== "offered") {
    await page.addInitScript(() => {
      try {
        localStorage.setItem("rl-on-off:tour", "1");
      } catch {
        // A frame without storage of its own is offered no tour.
      }
    });
  }
  const errors: string[] = [];
  const requests: string[] = [];
  page.on("pageerror", (error) => errors.push(`uncaught: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(`${message.text()} (${message.location().url})`);
  });
  page.on("request", (request) => requests.push(request.url()));

  onTestFinished(async () => {
    await page.close();
    if (options.context === undefined) await context.close();
    const expected = options.expectedErrors ?? [];
    expect(
      errors.filter((error) => !expected.some((pattern) => pattern.test(error))),
      "errors in the page",
    ).toEqual([]);
    const allowed = [origin, ...(options.otherOrigins ?? [])];
    expect(
      requests.filter((url) => /^(https?|wss?):/.test(url) && !allowed.includes(new URL(url).origin)),
      "requests to other origins",
    ).toEqual([]);
  });

  await page.goto(`${origin}${options.path ?? "/"}`);
  return { page, context, errors, requests };
}
