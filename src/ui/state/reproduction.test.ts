import { describe, expect, test } from "vitest";
import { formatDigest, parseDigest } from "../../core/compare/digest";
import { readLink } from "../../core/config/link";
import { fakeHub } from "../testing/fakeHub";
import { FakeLab, fakeModels } from "../testing/fakeLab";
import { strings } from "../strings";
import { DraftStore } from "./draftStore";
import type { AddressBar } from "./link.svelte";
import { Session } from "./session.svelte";

const PIECES = [..."abcdefghijklmnopqrstuvwxyz ?.0123456789", "How", " many", "It", " is", " two"];
const ASKED = "#/compare?v=1&q=How many?&s=It is two.";

class Bar implements AddressBar {
  constructor(public hash: string) {}
  replace(hash: string): void {
    this.hash = hash;
  }
}

/** A visit to a link by somebody else. */
function visit(hash: string): Session {
  return new Session({
    lab: new FakeLab({ pieces: PIECES }),
    shelf: {
      titles: async () => ({ ok: true, value: [] }),
      open: async (id) => ({ ok: false, failure: { code: "bad-input", message: id } }),
    },
    drafts: new DraftStore(() => {
      throw new Error("no storage");
    }),
    bar: new Bar(hash),
    embedded: async () => ({ ok: true, value: fakeModels() }),
    hub: fakeHub(),
  });
}

async function opened(hash: string): Promise<Session> {
  const session = visit(hash);
  await session.open();
  return session;
}

describe("the digest in the link", () => {
  test("is that of the live comparison, and comes with nothing before there is one", async () => {
    const session = visit(ASKED);
    expect(session.reproduction.linked).toBeUndefined();
    await session.open();
    expect(readLink(session.link.hash).link.digest?.count).toBe(session.comparison.text?.solution.length);
    expect(session.reproduction.status).toBeUndefined();
  });

  test("is gone with an edit, and another one after the next comparison", async () => {
    const session = await opened(ASKED);
    const before = session.reproduction.linked;
    session.texts.edit("solution", "It is");
    expect(session.link.hash).not.toContain("d=");
    await session.compare();
    expect(session.reproduction.linked?.solution).not.toBe(before?.solution);
  });

  test("is another one at another temperature", async () => {
    const session = await opened(ASKED);
    const before = session.reproduction.linked;
    session.settings.set("temperature", 2);
    expect(session.reproduction.linked).toBeUndefined();
    await session.comparing.look();
    expect(session.reproduction.linked).toMatchObject({ solution: before?.solution });
    expect(session.reproduction.linked?.numbers).not.toBe(before?.numbers);
  });
});

describe("a link with a digest", () => {
  test("waits until the models have read the text, then is reproduced, and stays as it was", async () => {
    const { hash } = (await opened(ASKED)).link;
    const session = visit(hash);
    const opening = session.openAddress();
    expect(session.reproduction.status).toEqual({ type: "waiting" });
    await opening;
    expect(session.link.hash).toBe(hash);
    await session.loadModels();
    expect(session.reproduction.status).toMatchObject({ type: "compared", result: { type: "reproduced" } });
    expect(session.link.hash).toBe(hash);
  });

  test("differs where it names other numbers, until the shown ones are put into it", async () => {
    const { link, reproduction } = await opened(ASKED);
    const digest = reproduction.linked!;
    const other = {
      ...digest,
      numbers: `${digest.numbers.slice(0, 6)}${letterBeside(digest.numbers[6])}${digest.numbers.slice(7)}`,
    };
    const hash = link.hash.replace(formatDigest(digest), formatDigest(other));
    expect(parseDigest(formatDigest(other))).toEqual(other);
    const session = await opened(hash);
    expect(session.reproduction.status).toMatchObject({
      result: { type: "differs", what: "numbers", from: 2, to: 2, measures: ["js"] },
    });
    expect(session.link.hash).toBe(hash);
    session.reproduction.adopt();
    expect(session.reproduction.status).toBeUndefined();
    expect(session.reproduction.linked).toEqual(digest);
  });

  test("speaks of its own text only: an edit puts it aside, taking the edit back brings it back", async () => {
    const { hash } = (await opened(ASKED)).link;
    const session = await opened(hash);
    const before = session.settings.get("prompt");
    session.texts.edit("prompt", "How?");
    expect(session.reproduction.status).toBeUndefined();
    session.texts.edit("prompt", before);
    expect(session.reproduction.status?.type).toBe("compared");
  });
});

test("a temperature that was put into the link by hand is named as what it is", async () => {
  const { hash } = (await opened(ASKED)).link;
  const session = await opened(`${hash}&t=0.5`);
  expect(session.reproduction.status).toMatchObject({
    result: { type: "differs", what: "numbers" },
    at: { link: 1, here: 0.5 },
  });
});

describe("the words", () => {
  const words = strings.reproduction;
  const wasm = { device: "wasm", dtype: "fp32", revision: "aaaa" };
  const gpu = { device: "webgpu", dtype: "q4f16", revision: "bbbb" };
  const differs = {
    type: "differs",
    what: "numbers",
    from: 16,
    to: 16,
    measures: ["js", "entropyB"],
  } as const;
  const side = (name: "a" | "b", link: typeof wasm, keys: ("device" | "dtype" | "revision")[]) => ({
    ...{ side: name, link, here: wasm, differs: keys },
  });

  const at = { link: 1, here: 1 };

  test("name a changed temperature where the link says its own, and as a possible cause where it does not", () => {
    const same = [side("a", wasm, [])];
    expect(words.causes({ ...differs, measures: [] }, same, { link: 1, here: 0.5 })).toEqual([
      expect.stringMatching(/temperature was changed: here it is 0.5, the link’s numbers were made at 1/),
    ]);
    const [unknown] = words.causes({ ...differs, measures: [] }, same, { link: undefined, here: 0.5 });
    expect(unknown).toMatch(/a changed setting such as the temperature \(here 0.5/);
  });

  test("count tokens from one and name a stretch by both ends", () => {
    expect(words.short({ ...differs, measures: [] })).toBe("Differs from token 17 on");
    expect(words.short({ type: "differs", what: "tokens", from: 3, to: 5 })).toBe(
      "Differs from tokens 4–6 on",
    );
    expect(words.result({ ...differs, measures: ["js", "entropyB"] })).toContain(
      "Jensen–Shannon divergence and the entropy of B",
    );
  });

  test("name device and dtype once where both models share them, and another revision by its model", () => {
    const both = [side("a", gpu, ["device", "dtype"]), side("b", gpu, ["revision", "device", "dtype"])];
    expect(words.causes({ ...differs, measures: [] }, both, at)).toEqual([
      "This is WASM fp32, the link was made on WebGPU q4f16.",
      "Model B is revision aaaa, the link was made with revision bbbb.",
    ]);
    expect(words.causes({ ...differs, measures: [] }, [side("a", gpu, ["dtype"])], at)[0]).toMatch(
      /^Model A: this is/,
    );
    expect(words.causes({ ...differs, measures: [] }, [side("a", wasm, [])], at)[0]).toMatch(/are the same/);
    expect(words.causes({ type: "reproduced" }, [side("a", wasm, [])], at)).toEqual([]);
  });
});

/** A letter that stands for a number far away. */
function letterBeside(letter = "A"): string {
  return letter === "A" ? "g" : letter === "g" ? "A" : letter.toUpperCase() === letter ? "m" : "M";
}
