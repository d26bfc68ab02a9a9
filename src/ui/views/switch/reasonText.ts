import { measure, type Measure } from "../../../core/compare/measures";
import { DIVERGENCES } from "../../../core/generation/switching/divergenceKind";
import { reasonNumbers } from "../../../core/generation/switching/reasonNumbers";
import { formatMeasured, type Unit } from "../../token/measured";

/** What policies compare, by the name that their reasons have for it. */
const COMPARED: ReadonlyMap<string, Measure> = new Map([
  ...DIVERGENCES.map(({ id, short }) => [short, measure(id)] as const),
  ["H(A)", measure("entropyA")],
  ["H(B)", measure("entropyB")],
]);
const NAMES = [...COMPARED.keys()];

/** Why a model took over, its numbers in the unit that the person chose and with it. */
export function reasonText(reason: string, unit: Unit): string {
  const read = reasonNumbers(reason, NAMES);
  const compared = read && COMPARED.get(read.name);
  if (read === undefined || compared === undefined) return reason;
  const { before, name, signal, sign, bound, after } = read;
  const format = (value: number, named: boolean) => formatMeasured(compared, value, unit, named);
  const said = `${name} ${format(signal, false)} ${sign} ${format(bound, true)}${after}`;
  return before === "" ? said : `${before} ${said}`;
}
