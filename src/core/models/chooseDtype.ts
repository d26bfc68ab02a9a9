import { needsHalfPrecision, type Dtype, type OfferedDtype } from "./dtypes";

/** What a device can hold and compute. */
export interface DeviceFacts {
  /** Whether the graphics adapter computes in half precision (`shader-f16`). */
  halfPrecision: boolean;
  /** Bytes that one model may take; undefined where nobody knows. */
  memory: number | undefined;
}

/**
 * Least rounding first. q8 comes last: its activations are rounded by the largest of a whole block, so that a token's
 * distribution depends on which tokens were scored with it.
 */
const WITH_HALF: readonly Dtype[] = ["fp16", "q4f16", "q4", "fp32", "q8"];
const WITHOUT_HALF: readonly Dtype[] = ["fp32", "q4", "q8"];

/** Memory that loading needs, in bytes: the weights once on their way in and once where they are computed with. */
export function memoryNeeded(weights: number): number {
  return 2 * weights;
}

/** The formats that all of these models offer, with the largest model's size. */
export function sharedDtypes(
  models: readonly (readonly OfferedDtype[])[],
): { dtype: Dtype; bytes: number }[] {
  const [first = [], ...others] = models;
  return first.flatMap(({ dtype, bytes }) => {
    const sizes = others.map((offered) => offered.find((other) => other.dtype === dtype)?.bytes);
    return sizes.some((size) => size === undefined)
      ? []
      : [{ dtype, bytes: Math.max(bytes, ...sizes.map((size) => size ?? 0)) }];
  });
}

/**
 * The format that "automatic" takes: the one with the least rounding that the device computes and that fits; else the
 * smallest that the device computes. Undefined where there is none.
 */
export function chooseDtype(
  offered: readonly { dtype: Dtype; bytes: number }[],
  { halfPrecision, memory }: DeviceFacts,
): Dtype | undefined {
  const possible = offered.filter(({ dtype }) => halfPrecision || !needsHalfPrecision(dtype));
  const fits = ({ bytes }: { bytes: number }) => memory === undefined || memoryNeeded(bytes) <= memory;
  const order = halfPrecision ? WITH_HALF : WITHOUT_HALF;
  const chosen = order.find((dtype) => possible.some((one) => one.dtype === dtype && fits(one)));
  return chosen ?? [...possible].sort((x, y) => x.bytes - y.bytes)[0]?.dtype;
}
