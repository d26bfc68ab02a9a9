import { tickStep } from "d3-array";

const WHOLE = new Intl.NumberFormat("en");

export interface PositionTick {
  /** Position, counted from 0. */
  position: number;
  /** As people count, from 1. */
  label: string;
}

/** Round token numbers (10, 20, …) along `count` positions, about one per `spacing` pixels of `width`; 1 where no round one fits. */
export function positionTicks(count: number, width: number, spacing = 120): PositionTick[] {
  if (count < 1) return [];
  const step = Math.max(1, tickStep(0, count, Math.max(1, width / spacing)));
  const ticks: PositionTick[] = [];
  for (let number = step; number <= count; number += step)
    ticks.push({ position: number - 1, label: WHOLE.format(number) });
  return ticks.length > 0 ? ticks : [{ position: 0, label: "1" }];
}
