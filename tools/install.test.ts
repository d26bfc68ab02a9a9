import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { outdatedPackages } from "./install.mjs";

const lockText = readFileSync(fileURLToPath(new URL("../package-lock.json", import.meta.url)), "utf8");
const lockFile = JSON.parse(lockText) as { packages: Record<string, object> };

const linux = { os: "linux", cpu: "x64", libc: "glibc" };
const lock = {
  packages: {
    "": {},
    "node_modules/vite": { version: "8.3.8", integrity: "sha512-a" },
    "node_modules/tslib": { version: "2.0.0", integrity: "sha512-b", optional: true },
    "node_modules/binding-linux": {
      version: "1.0.0",
      optional: true,
      os: ["linux"],
      cpu: ["x64"],
      libc: ["glibc"],
    },
    "node_modules/binding-musl": {
      version: "1.0.0",
      optional: true,
      os: ["linux"],
      cpu: ["x64"],
      libc: ["musl"],
    },
    "node_modules/left-over": { version: "1.0.0", extraneous: true },
    "node_modules/binding-mac": { version: "1.0.0", optional: true, os: ["darwin"], cpu: ["arm64"] },
  },
};
const complete = {
  packages: {
    "node_modules/vite": { version: "8.3.8", integrity: "sha512-a" },
    "node_modules/binding-linux": {
      version: "1.0.0",
      optional: true,
      os: ["linux"],
      cpu: ["x64"],
      libc: ["glibc"],
    },
  },
};

test("what npm installs on this platform is complete without the other platforms' packages", () => {
  expect(outdatedPackages(lock, complete, linux)).toEqual([]);
});

test("an absent package and one of another version or content are outdated", () => {
  expect(outdatedPackages(lock, { packages: {} }, linux)).toEqual([
    "node_modules/vite",
    "node_modules/binding-linux",
  ]);
  const older = {
    packages: { ...complete.packages, "node_modules/vite": { version: "8.0.0", integrity: "sha512-a" } },
  };
  expect(outdatedPackages(lock, older, linux)).toEqual(["node_modules/vite"]);
  const other = {
    packages: { ...complete.packages, "node_modules/vite": { version: "8.3.8", integrity: "sha512-c" } },
  };
  expect(outdatedPackages(lock, other, linux)).toEqual(["node_modules/vite"]);
});

test("a folder copied from another platform lacks its native package", () => {
  expect(outdatedPackages(lock, complete, { os: "darwin", cpu: "arm64", libc: undefined })).toEqual([
    "node_modules/binding-mac",
  ]);
  expect(outdatedPackages(lock, complete, { ...linux, libc: "musl" })).toEqual(["node_modules/binding-musl"]);
});

test("the lock file names no download address, and one ONNX runtime", () => {
  expect(lockText).not.toMatch(/https?:\/\/[^"]*\.tgz|"resolved": "https?:/);
  const places = Object.keys(lockFile.packages);
  expect(places.filter((place) => place.endsWith("/onnxruntime-web"))).toEqual([
    "node_modules/onnxruntime-web",
  ]);
});
