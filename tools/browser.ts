import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium, type Browser, type LaunchOptions } from "playwright-core";

const NAMES = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "chrome",
  "microsoft-edge",
];
const PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

/**
 * Whether an executable is a browser that starts. Ubuntu's /usr/bin/chromium-browser may be a script that only says
 * what to install. Elsewhere than on Linux asking for the version opens a window, so being there has to do.
 */
function starts(executable: string): boolean {
  if (!existsSync(executable)) return false;
  if (process.platform !== "linux") return true;
  const { status, stdout } = spawnSync(executable, ["--version"], { encoding: "utf8", timeout: 60_000 });
  return status === 0 && /chrom|edge/i.test(stdout);
}

let found: string | undefined;

/**
 * Path of an installed Chromium: `CHROMIUM_PATH`, then the search path, then the usual places, then Playwright's own;
 * undefined where none starts. `CHROMIUM_PATH` is taken at its word.
 */
export function findChromium(): string | undefined {
  const fromEnvironment = process.env.CHROMIUM_PATH;
  if (fromEnvironment) return fromEnvironment;
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  const candidates = [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...PLACES];
  found ??= [...candidates, chromium.executablePath()].find(starts);
  return found;
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
  if (!executablePath) {
    throw new Error(
      "No Chromium was found. Install Chromium or Chrome, or set CHROMIUM_PATH to its executable.",
    );
  }
  return chromium.launch({
    executablePath,
    headless: true,
    ...options,
    args: [
      // Containers and hardened systems often refuse the sandbox, and only our own page is opened.
      "--no-sandbox",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
      ...GPU_FLAGS[gpu],
      ...(options.args ?? []),
    ],
  });
}
