import { beforeAll, describe, expect, it } from "vitest";
import { ExpectedError } from "../core/errors";
import { decodeCheckpoint, encodeCheckpoint, readCheckpoint } from "./checkpoint";
import { startDevice } from "./device";
import { randomWeights } from "./export/randomWeights";
import { paramsFromWeights, weightsFromParams } from "./params";
import { newTrainingState } from "./state";
import { TINY } from "./testModel";

beforeAll(startDevice);

const weights = randomWeights(TINY, 1);

async function checkpoint(): Promise<Uint8Array> {
  const state = newTrainingState(TINY, weights);
  const moments = {
    m: paramsFromWeights(randomWeights(TINY, 2)),
    v: paramsFromWeights(randomWeights(TINY, 3)),
  };
  return encodeCheckpoint({ ...state, step: 7, nextItem: 1234, moments });
}

describe("a checkpoint", () => {
  it("brings back every number of the state", async () => {
    const { params, moments, ...rest } = decodeCheckpoint(await checkpoint());
    expect(rest).toEqual({ config: TINY, step: 7, nextItem: 1234 });
    expect(await weightsFromParams(params)).toEqual(weights);
    expect(await weightsFromParams(moments.m)).toEqual(randomWeights(TINY, 2));
    expect(await weightsFromParams(moments.v)).toEqual(randomWeights(TINY, 3));
  });

  it("gives its weights without a device, wherever its bytes lie in a buffer", async () => {
    const bytes = await checkpoint();
    const shifted = new Uint8Array(bytes.length + 5);
    shifted.set(bytes, 5);
    expect(readCheckpoint(shifted.subarray(5)).weights).toEqual(weights);
  });

  it.each([
    ["cut in the arrays", (bytes: Uint8Array) => bytes.slice(0, -1)],
    ["cut in the header", (bytes: Uint8Array) => bytes.slice(0, 100)],
    ["empty", () => new Uint8Array(0)],
    ["something else", () => new TextEncoder().encode("version https://example.org/spec, 42")],
  ])("is refused when it is %s", async (_, damage) => {
    const bytes = damage(await checkpoint());
    expect(() => readCheckpoint(bytes)).toThrow(ExpectedError);
    expect(() => readCheckpoint(bytes)).toThrow(`(${bytes.length} bytes) is cut or damaged`);
  });
});
