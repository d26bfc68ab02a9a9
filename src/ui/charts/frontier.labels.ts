import type { FrontierData, FrontierReference } from "./frontier.layout";
import type { FrontierProps } from "./frontier.props";
import { clipped } from "./placeLabels";
import { chartWords } from "./words";

const words = chartWords.frontier;
/** A name is not clipped to fewer characters than this. */
const LEAST_NAME = 6;

/** What stands at the lines of a frontier; where there is little room, names are clipped rather than rewards. */
export function frontierLabels(
  { names, a, b }: Pick<FrontierProps, "names" | "a" | "b">,
  formatReward: (reward: number) => string,
): FrontierData["labels"] {
  const alone = (name: string, reference: FrontierReference | undefined) => (most: number) => {
    const reward = reference ? formatReward(reference.reward) : "";
    return words.alone(nameWithin(name, most - words.alone("", reward).length), reward);
  };
  return {
    a: alone(names.a, a),
    b: alone(names.b, b),
    switched: () => words.switched,
    control: () => words.control,
  };
}

/** What stands below the axis of shares, in about `most` characters. */
export function shareAxisLabel(b: string, most: number): string {
  return words.share(nameWithin(b, most - words.share("").length));
}

function nameWithin(name: string, most: number): string {
  return clipped(name, Math.max(LEAST_NAME, most));
}
