import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import type { Plugin, Rolldown } from "vite";

/** Where the built page has the notices; its footer links there. */
export const LICENCES_FILE = "THIRD-PARTY-LICENSES.txt";

/** A package whose code, fonts or binaries the built page contains. */
export interface BundledPackage {
  name: string;
  version: string;
  /** SPDX expression. */
  licence: string;
  /** Licence and notices, word by word. */
  text: string;
}

interface Manifest {
  name: string;
  version: string;
  license?: string;
}

/** Packages that are published without their licence: what stands in for it. */
const PUBLISHED_WITHOUT: readonly { name: RegExp; text: (manifest: Manifest, mit: string) => string }[] = [
  {
    name: /^onnxruntime-(web|common)$/,
    text: ({ version }, mit) => {
      const commit = /-([0-9a-f]{7,})$/.exec(version)?.[1] ?? `v${version}`;
      const notices = `https://github.com/microsoft/onnxruntime/blob/${commit}/ThirdPartyNotices.txt`;
      return `Copyright (c) Microsoft Corporation\n\n${mit}\nThe notices of what it contains in turn: ${notices}`;
    },
  },
];

/** Folder of the installed package that a module belongs to; undefined for modules of our own and of the bundler. */
export function packageFolder(moduleId: string): string | undefined {
  const path = (moduleId.split("?")[0] ?? "").replaceAll("\\", "/");
  return /^[^\0]*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0];
}

/** Names of the packages that a package's published file carries within itself, by the bundler's comments in it. */
export function carriedPackages(code: string): string[] {
  const comments = code.matchAll(/^\/\/.*\bnode_modules\/((?:@[\w.-]+\/)?[\w.-]+)\/[^\s]*$/gm);
  return [...new Set(Array.from(comments, (match) => match[1] ?? ""))];
}

/**
 * What a package says of its licence.
 *
 * @throws Error for a package that does not say, so that no page is built without its notices
 */
export function bundledPackage(folder: string): BundledPackage {
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
  const { name, version, license } = manifest;
  const files = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))
    .sort();
  const stated = files.map((file) => readFileSync(join(folder, file), "utf8").trim()).join("\n\n");
  const standIn = PUBLISHED_WITHOUT.find((row) => row.name.test(name));
  const text = stated || standIn?.text(manifest, readFileSync(new URL("MIT.txt", import.meta.url), "utf8"));
  if (!license || !text) {
    throw new Error(
      `${name} ${version} is in the bundle and has no licence in ${folder}: add a row to tools/vite/thirdPartyLicences.ts.`,
    );
  }
  return { name, version, licence: license, text };
}

/** The notices as one text, packages by name. */
export function licenceNotices(packages: readonly BundledPackage[]): string {
  const rule = "=".repeat(80);
  const sorted = [...packages].sort((x, y) => (x.name < y.name ? -1 : 1));
  const parts = sorted.map(
    ({ name, version, licence, text }) =>
      `${rule}\n${name} ${version}\nLicence: ${licence}\n${rule}\n\n${text}\n`,
  );
  const list = sorted.map(({ name, version, licence }) => `  ${name} ${version} (${licence})`).join("\n");
  return `This page contains the following software and fonts of others, each under the licence below.\n\n${list}\n\n${parts.join("\n")}`;
}

/**
 * Writes the licences of everything that ends up in the bundle beside the built page. `page` belongs among the page's
 * plugins, `worker` among those of its workers, whose bundles are made apart.
 */
export function thirdPartyLicences(): { page: () => Plugin; worker: () => Plugin } {
  const folders = new Set<string>();
  let root = "";

  const common = {
    configResolved(config) {
      root = config.root;
    },
    transform: {
      filter: { id: /\/node_modules\/.*\.m?js$/ },
      handler(code) {
        for (const carried of carriedPackages(code)) {
          const folder = join(root, "node_modules", ...carried.split("/"));
          if (existsSync(folder)) folders.add(folder);
        }
      },
    },
  } satisfies Partial<Plugin>;

  /** Takes note of what a bundle holds; styles and the fonts they name leave no code behind. */
  function collect(bundle: Rolldown.OutputBundle, moduleIds: Iterable<string>): void {
    const rendered = Object.values(bundle).flatMap((part) =>
      part.type === "chunk" ? Object.keys(part.modules) : [],
    );
    const styles = [...moduleIds].filter((id) => /\.css(\?|$)/.test(id));
    for (const id of [...rendered, ...styles]) {
      const folder = packageFolder(id);
      if (folder !== undefined) folders.add(folder.replaceAll("/", sep));
    }
  }

  return {
    worker: () => ({
      ...common,
      name: "third-party-licences-of-workers",
      apply: "build",
      generateBundle(_, bundle) {
        collect(bundle, this.getModuleIds());
      },
    }),
    page: () => ({
      ...common,
      name: "third-party-licences",
      configureServer({ middlewares }) {
        middlewares.use(`/${LICENCES_FILE}`, (_, response) => {
          response.end(
            "The licences are collected when the page is built: npm run build, then npm run preview.\n",
          );
        });
      },
      generateBundle(_, bundle) {
        collect(bundle, this.getModuleIds());
        const source = licenceNotices([...folders].map(bundledPackage));
        this.emitFile({ type: "asset", fileName: LICENCES_FILE, source });
      },
    }),
  };
}
