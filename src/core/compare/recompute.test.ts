import { describe, expect, test } from "vitest";
import { normalLogprobs } from "../../../tests/support/distributions";
import { withTemperature } from "../distribution/temperature";
import { comparedPosition } from "./comparedPosition";
import { KeptDistributions } from "./kept";
import { recompute } from "./recompute";

const TOKENS = [4, 8, 15, 16, 23];
const FROM = 10;
const rows = (position: number) =>
  [normalLogprobs(42, position), normalLogprobs(42, position + 100)] as const;

async function kept(positions: number): Promise<KeptDistributions> {
  const distributions = new KeptDistributions({ memoryBytes: 1e6, storeBytes: 0 });
  for (let index = 0; index < positions; index++) await distributions.keep(FROM + index, ...rows(index));
  return distributions;
}

describe("recompute", () => {
  test.each([1, 0.3, 2])(
    "compares kept distributions at temperature %d, without a model",
    async (temperature) => {
      const positions = await recompute(await kept(5), TOKENS, { temperature, k: 4, from: FROM });
      const expected = TOKENS.map((token, index) => {
        const [a, b] = rows(index);
        return comparedPosition(withTemperature(a, temperature), withTemperature(b, temperature), token, 4);
      });
      expect(positions).toEqual(expected);
    },
  );

  test("names the first position whose distributions are gone", async () => {
    await expect(
      recompute(await kept(3), TOKENS, { temperature: 1, k: 4, from: FROM }),
    ).rejects.toMatchObject({
      code: "not-kept",
      message: "The distributions from token 4 of 5 on are no longer kept.",
    });
  });

  test("stops between positions", async () => {
    let asked = 0;
    const stop = () => ++asked > 2;
    const settings = { temperature: 1, k: 4, from: FROM, stop };
    await expect(recompute(await kept(5), TOKENS, settings)).rejects.toMatchObject({ code: "stopped" });
    expect(asked).toBe(3);
  });
});
