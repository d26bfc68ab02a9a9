import { expect, test } from "vitest";
import { DiskFiles } from "./diskFiles";

const folder = (files: Record<string, Blob>) => {
  const read: [string, number][] = [];
  const disk = new DiskFiles(
    "my-model",
    Object.entries(files).map(([path, file]) => ({ path, file })),
    (file, bytes) => read.push([file, bytes]),
  );
  return { disk, read };
};

test("reads the files it was given, with their sizes known before", async () => {
  const { disk, read } = folder({ "config.json": new Blob(["{}"]) });
  expect(disk.paths).toEqual(["config.json"]);
  expect(disk.expectedBytes("config.json")).toBe(2);
  expect(new TextDecoder().decode(await disk.require("config.json"))).toBe("{}");
  expect(read).toEqual([["config.json", 2]]);
});

test("a file that is not there is named, with what a folder must hold", async () => {
  const { disk } = folder({});
  expect(await disk.read("generation_config.json")).toBeUndefined();
  await expect(disk.require("tokenizer.json")).rejects.toMatchObject({
    code: "model-missing",
    message: "The folder my-model has no file tokenizer.json.",
    hint: expect.stringContaining("config.json") as string,
  });
});

test("a file that changed since it was opened is said to be gone", async () => {
  const gone = new Blob(["x"]);
  gone.arrayBuffer = () => Promise.reject(new Error("NotReadableError"));
  await expect(folder({ "config.json": gone }).disk.require("config.json")).rejects.toMatchObject({
    code: "model-missing",
    message: expect.stringContaining("can no longer be read from disk: NotReadableError") as string,
  });
});
