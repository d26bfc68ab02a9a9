import { describe, expect, test } from "vitest";
import { downloadBytes, hubSpec, readHubModel, sameTokenizer, type HubModel } from "./hub";

const HUB = "https://hub.example.org";
const COMMIT = "45dead349c328fe92a861c5162de28c8c86754e1";
const SHA = "a".repeat(64);

const TREE = [
  { type: "directory", path: "onnx", size: 0, oid: "d" },
  { type: "file", path: "config.json", size: 700, oid: "c1" },
  { type: "file", path: "tokenizer.json", size: 2000, oid: "t1" },
  { type: "file", path: "tokenizer_config.json", size: 300, oid: "t2" },
  { type: "file", path: "README.md", size: 9000, oid: "r" },
  {
    type: "file",
    path: "onnx/model_q4.onnx",
    size: 134,
    oid: "p",
    lfs: { oid: SHA, size: 5000, pointerSize: 134 },
  },
  {
    type: "file",
    path: "onnx/model_q4.onnx_data",
    size: 700_000,
    oid: "q",
    lfs: { oid: SHA, size: 700_000 },
  },
];

/** A server of the Hub's two lists that answers as the test says. */
function server(answers: Record<string, () => Response>): {
  read: (address: string) => Promise<Response>;
  asked: string[];
} {
  const asked: string[] = [];
  return {
    asked,
    read: async (address) => {
      asked.push(address);
      const answer = Object.entries(answers).find(([path]) => address === `${HUB}${path}`)?.[1];
      if (!answer) throw new TypeError("Failed to fetch");
      return answer();
    },
  };
}

const json =
  (value: unknown, headers: Record<string, string> = {}) =>
  () =>
    Response.json(value, { headers });
const status =
  (code: number, headers: Record<string, string> = {}) =>
  () =>
    new Response("", { status: code, headers });
const REVISION = "/api/models/team/tiny/revision/main";
const LIST = `/api/models/team/tiny/tree/${COMMIT}?recursive=true`;

async function model(): Promise<HubModel> {
  const { read } = server({ [REVISION]: json({ sha: COMMIT, gated: false }), [LIST]: json(TREE) });
  const outcome = await readHubModel(HUB, "team/tiny", "main", read);
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value;
}

describe("readHubModel", () => {
  test("knows the commit, and each number format with its bytes, external data included", async () => {
    const { commit, dtypes, files } = await model();
    expect(commit).toBe(COMMIT);
    expect(dtypes).toEqual([
      {
        dtype: "q4",
        graph: "onnx/model_q4.onnx",
        files: ["onnx/model_q4.onnx", "onnx/model_q4.onnx_data"],
        bytes: 705_000,
      },
    ]);
    expect(files).toContainEqual({ path: "onnx/model_q4.onnx", bytes: 5000, sha256: SHA, content: SHA });
    expect(downloadBytes(await model(), "q4")).toBe(708_000);
  });

  test("follows pages of its own origin, and no other", async () => {
    const second = `${LIST}&cursor=2`;
    const own = server({
      [REVISION]: json({ sha: COMMIT }),
      [LIST]: json(TREE.slice(0, 3), { link: `<${HUB}${second}>; rel="next"` }),
      [second]: json(TREE.slice(3), { link: '<https://evil.example.org/list>; rel="next"' }),
    });
    const outcome = await readHubModel(HUB, "team/tiny", "main", own.read);
    expect(outcome).toMatchObject({ ok: true });
    expect(own.asked).toEqual([REVISION, LIST, second].map((path) => HUB + path));
  });

  test.each([
    [
      "no such model",
      status(404),
      "model-missing",
      /hub\.example\.org has no model team\/tiny \(status 404\)/,
    ],
    ["a login is asked for", status(401), "not-allowed", /without a login \(status 401\)/],
    ["gated", status(401, { "x-error-code": "GatedRepo" }), "not-allowed", /is gated/],
    ["gated, as the list says", json({ sha: COMMIT, gated: "manual" }), "not-allowed", /is gated/],
    ["asked too often", status(429), "network", /status 429/],
    ["down", status(503), "network", /status 503/],
    ["another page", () => new Response("<!doctype html>"), "network", /no list of a model's files/],
    ["a commit that is no commit", json({ sha: "../../x" }), "network", /no list of a model's files/],
    ["no answer", () => Promise.reject(new TypeError()) as never, "network", /does not answer/],
  ])("%s", async (_, answer, code, message) => {
    const outcome = await readHubModel(HUB, "team/tiny", "main", server({ [REVISION]: answer }).read);
    expect(outcome).toMatchObject({
      ok: false,
      failure: { code, message: expect.stringMatching(message) as string },
    });
  });

  test.each([
    ["../..", "main"],
    ["team/..", "main"],
    ["team/tiny", "../../other"],
    ["team/tiny", ""],
  ])("%s at %s asks for nothing: it would be another address of the server", async (id, revision) => {
    const { read, asked } = server({});
    expect(await readHubModel(HUB, id, revision, read)).toMatchObject({ failure: { code: "bad-input" } });
    expect(asked).toEqual([]);
  });

  test("a revision that is not there is told from a model that is not there", async () => {
    const { read } = server({ "/api/models/team/tiny/revision/v9": status(404) });
    expect(await readHubModel(HUB, "team/tiny", "v9", read)).toMatchObject({
      failure: { message: expect.stringContaining("no revision “v9” of team/tiny") as string },
    });
  });

  test.each([
    ["no ONNX weights", TREE.slice(0, 5), /brings no ONNX weights: none of its 4 files/],
    [
      "several graphs",
      [...TREE.slice(0, 5), { type: "file", path: "onnx/decoder.onnx", size: 1 }],
      /none is a language model/,
    ],
    ["no tokenizer", TREE.filter(({ path }) => path !== "tokenizer.json"), /has no tokenizer\.json/],
  ])("%s is said, with what to do", async (_, tree, message) => {
    const { read } = server({ [REVISION]: json({ sha: COMMIT }), [LIST]: json(tree) });
    expect(await readHubModel(HUB, "team/tiny", "main", read)).toMatchObject({
      ok: false,
      failure: {
        code: "model-missing",
        message: expect.stringMatching(message) as string,
        hint: expect.any(String) as string,
      },
    });
  });
});

test("a model is loaded from the commit it was looked up at, with what is known of its files", async () => {
  expect(hubSpec(await model(), "q4", "auto")).toEqual({
    id: "team/tiny",
    folder: `${HUB}/team/tiny/resolve/${COMMIT}/`,
    dtype: "q4",
    device: "auto",
    hub: {
      revision: "main",
      commit: COMMIT,
      files: [
        { path: "config.json", bytes: 700 },
        { path: "tokenizer.json", bytes: 2000 },
        { path: "tokenizer_config.json", bytes: 300 },
        { path: "onnx/model_q4.onnx", bytes: 5000, sha256: SHA },
        { path: "onnx/model_q4.onnx_data", bytes: 700_000, sha256: SHA },
      ],
    },
  });
});

test("the same tokenizer.json is the same tokenizer; different ones may still be", async () => {
  const one = await model();
  const files = one.files.map((file) => (file.path === "tokenizer.json" ? { ...file, content: "t9" } : file));
  expect(sameTokenizer(one, one)).toBe(true);
  expect(sameTokenizer(one, { files })).toBeUndefined();
});
