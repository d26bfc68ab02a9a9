import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { findChromium } from "./browser";

/** What can be used to install a browser on this computer. */
export interface Means {
  platform: NodeJS.Platform;
  /** Whether system packages may be installed without asking for a password, and by which words in front. */
  asRoot: readonly string[] | undefined;
  /** Whether a command is on the search path. */
  has(command: string): boolean;
  /** Playwright's command line, as words. */
  playwright: readonly string[];
}

/** One command after another; the next only if this one succeeded. */
export type Recipe = readonly (readonly string[])[];

/** Package managers that need root, with the commands that install Chromium. */
const SYSTEM_RECIPES: Record<string, Recipe> = {
  "apt-get": [
    ["apt-get", "-qq", "update"],
    ["apt-get", "-qq", "-o", "Dpkg::Use-Pty=0", "install", "--no-install-recommends", "chromium"],
  ],
  apk: [["apk", "add", "chromium"]],
  dnf: [["dnf", "install", "--assumeyes", "chromium"]],
  pacman: [["pacman", "-Sy", "--noconfirm", "chromium"]],
};

/**
 * The ways to get a Chromium here, best first: the system's package manager where it may be used, then Playwright's
 * download. On Debian and its kin the download also needs libraries, which it installs itself where it may.
 */
export function recipes({ platform, asRoot, has, playwright }: Means): Recipe[] {
  const system = Object.entries(SYSTEM_RECIPES)
    .filter(([manager]) => platform === "linux" && asRoot && has(manager))
    .map(([, recipe]) => recipe.map((words) => [...(asRoot ?? []), ...words]));
  const brew = platform === "darwin" && has("brew") ? [[["brew", "install", "--cask", "chromium"]]] : [];
  const libraries = platform === "linux" && asRoot && has("apt-get") ? ["--with-deps"] : [];
  return [...system, ...brew, [[...playwright, "install", "--no-shell", ...libraries, "chromium"]]];
}

function succeeds(words: readonly string[], quiet: boolean): boolean {
  const [command = "", ...rest] = words;
  const { status } = spawnSync(command, rest, {
    stdio: quiet ? "ignore" : "inherit",
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  return status === 0;
}

function thisComputer(): Means {
  const has = (command: string): boolean => succeeds(["which", command], true);
  const root = process.getuid?.() === 0;
  const sudo = !root && process.platform === "linux" && has("sudo") && succeeds(["sudo", "-n", "true"], true);
  const manifest = createRequire(import.meta.url).resolve("playwright-core/package.json");
  return {
    platform: process.platform,
    asRoot: root ? [] : sudo ? ["sudo", "-n"] : undefined,
    has,
    playwright: [process.execPath, join(dirname(manifest), "cli.js")],
  };
}

/** Finds a Chromium or installs one; the path of its executable. */
export function findOrInstallChromium(): string {
  const installed = findChromium();
  if (installed) return installed;
  for (const recipe of recipes(thisComputer())) {
    console.log(`No Chromium found. Trying: ${recipe.map((words) => words.join(" ")).join(" && ")}`);
    if (!recipe.every((words) => succeeds(words, false))) continue;
    const executable = findChromium();
    if (executable) return executable;
  }
  throw new Error(
    "The browser tests need Chromium, and it could not be installed. Install Chromium or Chrome by hand, or set\n" +
      "CHROMIUM_PATH to the executable of one, and run the same command again.",
  );
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    console.log(`Chromium: ${findOrInstallChromium()}`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
