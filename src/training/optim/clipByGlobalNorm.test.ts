import { numpy as np } from "@jax-js/jax";
import { beforeAll, expect, it } from "vitest";
import { startDevice } from "../device";
import { clipByGlobalNorm } from "./clipByGlobalNorm";

beforeAll(startDevice);

async function clip(maxNorm: number): Promise<{ a: number[]; b: number[]; norm: number }> {
  const gradients = { a: np.array([3, 4]), b: np.array([[12]]) };
  const [clipped, norm] = clipByGlobalNorm(gradients, maxNorm);
  const [a, b] = [await clipped.a!.data(), await clipped.b!.data()];
  return { a: [...a], b: [...b], norm: norm.item() };
}

it("scales all gradients by one factor when their joint norm is too large", async () => {
  const { a, b, norm } = await clip(1.3);
  expect(norm).toBeCloseTo(13, 5);
  expect(a[0]).toBeCloseTo(0.3, 5);
  expect(a[1]).toBeCloseTo(0.4, 5);
  expect(b[0]).toBeCloseTo(1.2, 5);
});

it("leaves smaller gradients exactly as they are", async () => {
  expect(await clip(14)).toEqual({ a: [3, 4], b: [12], norm: 13 });
});
