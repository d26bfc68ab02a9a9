import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { LINK_VERSION, MAX_LINK_LENGTH, readLink, writeLink } from "../../src/core/config/link";
import { defaultSettings } from "../../src/core/config/settings";

interface LinkOf {
  title: string;
  hash: string;
  /** Settings that are not the defaults; types of the notices. */
  opens: { view: string; settings: Record<string, unknown>; digest?: unknown; notices: string[] };
}

const versions = readdirSync(import.meta.dirname)
  .filter((name) => /^v\d+\.json$/.test(name))
  .map((name) => ({
    version: Number(/\d+/.exec(name)?.[0]),
    links: JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8")) as LinkOf[],
  }));

test("every version that was ever written has its links here", () => {
  const known = versions.map(({ version }) => version).sort((x, y) => x - y);
  expect(known).toEqual(Array.from({ length: LINK_VERSION }, (_, index) => index + 1));
});

describe.each(versions)("links of version $version", ({ version, links }) => {
  test.each(links)("$title opens as it always did", ({ hash, opens }) => {
    const { link, notices } = readLink(hash);
    expect(link.view).toBe(opens.view);
    // Through JSON: what is undefined is absent in the file.
    expect(JSON.parse(JSON.stringify(link.settings))).toEqual({ ...defaultSettings(), ...opens.settings });
    expect(link.digest).toEqual(opens.digest);
    expect(notices.map(({ type }) => type)).toEqual(opens.notices);
  });

  test.runIf(version === LINK_VERSION).each(links.filter(({ opens }) => opens.notices.length === 0))(
    "$title is still written so",
    ({ hash }) => {
      const { link } = readLink(hash);
      expect(writeLink(link.view, link.settings, link.digest)).toBe(hash);
    },
  );
});

test("a link of 2 MB is not read, and the page says so with both lengths", () => {
  const hash = `#/compare?v=1&seed=7&q=${"a".repeat(2_000_000)}`;
  const { link, notices } = readLink(hash);
  expect(link.settings).toEqual(defaultSettings());
  expect(notices).toEqual([{ type: "too-long", length: hash.length, limit: MAX_LINK_LENGTH }]);
});
