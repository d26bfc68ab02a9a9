import { otherSide, type Side } from "../../side";
import type { PolicyContext } from "./policy";

/** What one infinite divergence counts in a mean, in nats: beyond it float32 log-probabilities say little. */
export const FINITE_MOST = 20;

/**
 * The switching rule (DESIGN.md section 4): while A is active, a signal above `threshold` hands over to B; while B is
 * active, one below `switchBack` hands back to A.
 *
 * @param name of the signal, for the reason
 */
export function hysteresisRule(
  active: Side,
  signal: number,
  { threshold, switchBack }: Pick<PolicyContext, "threshold" | "switchBack">,
  name: string,
): { active: Side; reason: string } {
  const bound = active === "a" ? threshold : switchBack;
  const hands = active === "a" ? signal > bound : signal < bound;
  return {
    active: hands ? otherSide(active) : active,
    reason: `${name} ${figure(signal)} ${sign(signal, bound)} ${figure(bound)}`,
  };
}

/** A number for a reason: three significant digits. */
export function figure(value: number): string {
  if (Number.isFinite(value)) return String(Number(value.toPrecision(3)));
  return value > 0 ? "∞" : "−∞";
}

function sign(signal: number, bound: number): string {
  if (signal === bound) return "=";
  return signal > bound ? ">" : "<";
}
