import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium, type Browser, type LaunchOptions } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"];
const PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

/** Path of an installed Chromium: `CHROMIUM_PATH`, then the search path, then the usual places, then Playwright's own. */
export function findChromium(): string | undefined {
  const fromEnvironment = process.env.CHROMIUM_PATH;
  if (fromEnvironment) return fromEnvironment;
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  const candidates = [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...PLACES];
  const own = chromium.executablePath();
  return [...candidates, own].find((path) => path && existsSync(path));
}

/** How the browser gets its WebGPU adapter: the machine's own, the software one, or none. */
export type Gpu = "hardware" | "software" | "none";

const GPU_FLAGS: Record<Gpu, string[]> = {
  hardware: ["--enable-unsafe-webgpu", "--enable-features=Vulkan", "--ignore-gpu-blocklist"],
  software: ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"],
  none: ["--disable-gpu", "--disable-features=WebGPU"],
};

/** Launches headless Chromium without any traffic of its own. */
export async function launchChromium(gpu: Gpu, options: LaunchOptions = {}): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error("No Chromium found: install one, or set CHROMIUM_PATH to its executable.");
  const root = process.getuid?.() === 0;
  return chromium.launch({
    executablePath,
    headless: true,
    ...options,
    args: [
      ...(root ? ["--no-sandbox"] : []),
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
      ...GPU_FLAGS[gpu],
      ...(options.args ?? []),
    ],
  });
}
