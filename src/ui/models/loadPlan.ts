import { downloadBytes, sameTokenizer, type HubModel } from "../../client/hub/hub";
import type { Side } from "../../contract/lab";
import { chooseDtype, memoryNeeded, sharedDtypes, type DeviceFacts } from "../../core/models/chooseDtype";
import { needsHalfPrecision, type Dtype } from "../../core/models/dtypes";

/** The models that were looked up for one or both sides. */
export type Looked = Partial<Record<Side, HubModel>>;

/** What is asked for. */
export interface PlanChoice {
  dtype: Dtype | "auto";
  dtypeB: Dtype | "same";
}

export interface PlannedSide {
  side: Side;
  model: HubModel;
  /** Undefined where no format of the model runs here. */
  dtype: Dtype | undefined;
  /** Bytes that are downloaded; 0 where the model is stored. */
  download: number;
  /** Bytes of memory that loading needs. */
  memory: number;
}

export interface LoadPlan {
  sides: readonly PlannedSide[];
  /** The formats that can be chosen for all of the plan's models, and whether this device computes them. */
  formats: readonly { dtype: Dtype; computable: boolean }[];
  /** What automatic takes. */
  automatic: Dtype | undefined;
  download: number;
  /** The largest model's. */
  memory: number;
  /** True where it is certain, undefined where only loading tells. */
  sharedTokenizer: true | undefined;
}

/** What loading these models would do, before anything is loaded. */
export function loadPlan(
  looked: Looked,
  choice: PlanChoice,
  device: DeviceFacts,
  isStored: (model: HubModel, dtype: Dtype) => boolean,
): LoadPlan {
  const chosen = (["a", "b"] as const).flatMap((side) => {
    const model = looked[side];
    return model ? [{ side, model }] : [];
  });
  const shared = sharedDtypes(chosen.map(({ model }) => model.dtypes));
  const automatic = chooseDtype(shared, device);
  const sides = chosen.map(({ side, model }): PlannedSide => {
    const wanted = side === "b" && choice.dtypeB !== "same" ? choice.dtypeB : choice.dtype;
    const dtype = wanted === "auto" ? (automatic ?? chooseDtype(model.dtypes, device)) : wanted;
    const weights = model.dtypes.find((one) => one.dtype === dtype);
    return {
      side,
      model,
      dtype: weights?.dtype,
      download:
        weights === undefined || isStored(model, weights.dtype) ? 0 : downloadBytes(model, weights.dtype),
      memory: memoryNeeded(weights?.bytes ?? 0),
    };
  });
  const [a, b] = [looked.a, looked.b];
  return {
    sides,
    formats: shared.map(({ dtype }) => ({
      dtype,
      computable: device.halfPrecision || !needsHalfPrecision(dtype),
    })),
    automatic,
    download: downloadOf(sides),
    memory: Math.max(0, ...sides.map(({ memory }) => memory)),
    sharedTokenizer: a && b ? sameTokenizer(a, b) : undefined,
  };
}

/** What is the same on both sides comes once. */
function downloadOf(sides: readonly PlannedSide[]): number {
  const files = new Map(
    sides.map(({ model, dtype, download }) => [`${model.id}@${model.commit} ${dtype}`, download]),
  );
  return [...files.values()].reduce((sum, bytes) => sum + bytes, 0);
}
