import { ExpectedError } from "../../core/errors";
import type { BatchSession, Distribution, ModelInfo, Session, TokenId } from "../../core/model";

/** Tokens of the long and the short text that are read side by side. */
const LENGTHS = { long: 12, short: 2 };

/**
 * Total variation that rounding may make of one distribution, quantised weights included. A short text that sees its
 * padding, or takes it for positions, is another text: it is off by much more.
 */
const TOLERANCE = 0.02;

/**
 * Whether a model says the same of two texts of unequal length side by side as of each by itself. Kernels that expect
 * padding on the right say something else without an error, and a graph that was written for one text may refuse two.
 */
export async function agreesInBatch(
  info: ModelInfo,
  batch: BatchSession,
  open: (prefix: readonly TokenId[]) => Promise<Session>,
): Promise<boolean> {
  const id = (index: number): TokenId => (1 + index * 61) % info.vocabSize;
  const long = Array.from({ length: Math.min(LENGTHS.long, info.contextLength - 1) }, (_, at) => id(at));
  const short = long.slice(0, Math.min(LENGTHS.short, long.length - 1));
  if (short.length === 0) return false;
  const texts = [long, short];
  try {
    const first = await batch.arrange(
      [],
      texts.map((prefix) => ({ prefix, copies: 1 })),
    );
    const second = await batch.append(texts.map(({ length }) => id(length)));
    for (const [row, prefix] of texts.entries()) {
      const session = await open(prefix);
      const alone = [await session.next(), ...(await session.append([id(prefix.length)]))];
      await session.close();
      const together = [first[row]!, second[row]!];
      if (!alone.every((one, step) => distance(one, together[step]!) <= TOLERANCE)) return false;
    }
    return true;
  } catch (error) {
    if (error instanceof ExpectedError && error.code === "worker-crashed") return false;
    throw error;
  } finally {
    await batch.close();
  }
}

/** Total variation; NaN where a number is. */
function distance(one: Distribution, other: Distribution): number {
  let sum = 0;
  one.logprobs.forEach((logprob, id) => (sum += Math.abs(Math.exp(logprob) - Math.exp(other.logprobs[id]!))));
  return sum / 2;
}
