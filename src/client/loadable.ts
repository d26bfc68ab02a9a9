import type { ModelSpec } from "../contract/model";

/** A model that can be loaded now. */
export interface LoadableModel {
  id: string;
  label: string;
  description: string;
  /** Bytes that loading reads; 0 where nobody knows. */
  bytes: number;
  parameters?: number;
  spec: ModelSpec;
}
