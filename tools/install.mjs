// Installs the dependencies when they are absent or not what package-lock.json says. Runs before anything is installed.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./run.mjs";

/**
 * One package of a lock file.
 * @typedef {{version?: string, integrity?: string, optional?: boolean, extraneous?: boolean, os?: string[], cpu?: string[], libc?: string[]}} LockedPackage
 * @typedef {{packages: Record<string, LockedPackage>}} LockFile
 * @typedef {{os: string, cpu: string, libc: string | undefined}} Platform
 */

/** @returns {Platform} this computer, in the words of npm's lock files */
function thisPlatform() {
  if (process.platform !== "linux") return { os: process.platform, cpu: process.arch, libc: undefined };
  const report = /** @type {{header: {glibcVersionRuntime?: string}}} */ (process.report.getReport());
  return { os: "linux", cpu: process.arch, libc: report.header.glibcVersionRuntime ? "glibc" : "musl" };
}

/**
 * Whether a package belongs on a platform. An optional package that names none is wanted by another optional one;
 * npm leaves it out where that one is left out.
 *
 * @param {LockedPackage} wanted
 * @param {Platform} platform
 */
function belongs(wanted, platform) {
  if (!wanted.optional) return true;
  if (!wanted.os && !wanted.cpu) return false;
  const fits = (/** @type {string[] | undefined} */ list, /** @type {string | undefined} */ value) =>
    !list || value === undefined || list.includes(value);
  return fits(wanted.os, platform.os) && fits(wanted.cpu, platform.cpu) && fits(wanted.libc, platform.libc);
}

/**
 * Packages that the lock file asks for and that are absent or of another version.
 *
 * @param {LockFile} wanted package-lock.json
 * @param {LockFile} installed npm's own record of what it installed, node_modules/.package-lock.json
 * @param {Platform} platform
 * @returns {string[]} their places, as in the lock file
 */
export function outdatedPackages(wanted, installed, platform) {
  return Object.entries(wanted.packages)
    .filter(([place, locked]) => place !== "" && !locked.extraneous)
    .filter(([place, locked]) => {
      const present = installed.packages[place];
      if (!present) return belongs(locked, platform);
      return present.version !== locked.version || present.integrity !== locked.integrity;
    })
    .map(([place]) => place);
}

/** @param {string} path @returns {LockFile | undefined} undefined where there is no readable lock file */
function readLock(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

/** @param {string} root the repository */
export function needsInstall(root) {
  const wanted = readLock(join(root, "package-lock.json"));
  const installed = readLock(join(root, "node_modules", ".package-lock.json"));
  if (!wanted || !installed) return true;
  return outdatedPackages(wanted, installed, thisPlatform()).length > 0;
}

/**
 * Runs `npm ci` if needed, development packages included whatever NODE_ENV says: the page is built from them.
 *
 * @param {string} root the repository
 */
export async function ensureInstalled(root) {
  if (!needsInstall(root)) return "up to date";
  const npmScript = process.env.npm_execpath;
  const words = ["ci", "--include=dev", "--no-audit", "--no-fund"];
  try {
    if (npmScript && /npm-cli\.c?js$/.test(npmScript) && existsSync(npmScript)) {
      await run(process.execPath, [npmScript, ...words], { cwd: root }, "npm ci");
    } else {
      await run("npm", words, { cwd: root, shell: process.platform === "win32" }, "npm ci");
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `The dependencies could not be installed: ${reason}\n` +
        "npm's lines above say why. Often the npm registry cannot be reached, or this folder may not be written to.",
      { cause: error },
    );
  }
  return "installed";
}
