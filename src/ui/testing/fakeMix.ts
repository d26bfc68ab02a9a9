import type { MixEvent, MixRequest, Slot } from "../../contract/lab";
import { packBlock } from "../../core/compare/block";
import { comparedPosition } from "../../core/compare/comparedPosition";
import { mix } from "../../core/generation/mixing/mixture";
import type { ModelInfo, Token, TokenId } from "../../core/model";
import { uniform } from "../../core/random";
import { process } from "../../core/sampling/chain";
import { draw } from "../../core/sampling/draw";

/** What a fake laboratory has for a mixed answer. */
interface FakeMixParts {
  info: (slot: Slot) => ModelInfo;
  prompt: readonly TokenId[];
  rendered: string;
  logprobs: (slot: Slot, prefix: readonly TokenId[]) => Float32Array;
  looks: (ids: readonly TokenId[]) => Token[];
  pause: () => Promise<void>;
  stopped: () => boolean;
}

/** The events of a mixed answer, a position at a time; nothing is kept from one run to the next. */
export async function* fakeMixEvents(
  run: number,
  request: MixRequest,
  { info, prompt, rendered, logprobs, looks, pause, stopped }: FakeMixParts,
): AsyncGenerator<MixEvent, void, void> {
  const third = request.against === "c" ? { c: info("c") } : {};
  yield { type: "mix-start", run, prompt: looks(prompt), rendered, a: info("a"), b: info("b"), ...third };
  const { seed, sample, sampling, mixture, k } = request;
  const solution: TokenId[] = [];
  const end = (reason: "end-of-text" | "max-tokens" | "stopped"): MixEvent => {
    const written = solution.length;
    return { type: "mix-end", run, reason, milliseconds: 5, written, passed: written };
  };
  while (solution.length < request.maxTokens) {
    await pause();
    if (stopped()) return yield end("stopped");
    const prefix = [...prompt, ...solution];
    const [a, b] = [logprobs("a", prefix), logprobs("b", prefix)];
    const row = mix({ a, b, c: request.against === "c" ? logprobs("c", prefix) : undefined }, mixture);
    const luck = uniform(seed, "token", sample, solution.length);
    const [token, drawA, drawB] = [row, a, b].map((one) => draw(process(one, sampling), luck)) as [
      TokenId,
      TokenId,
      TokenId,
    ];
    const block = packBlock(solution.length, [comparedPosition(a, b, token, k)]);
    solution.push(token);
    const columns = { luck: [luck], drawsA: [drawA], drawsB: [drawB], logprobs: [row[token]!] };
    yield { type: "mix-positions", run, block, columns, tokens: looks([token, drawA, drawB]) };
    if (info("a").endOfText.includes(token)) return yield end("end-of-text");
  }
  yield end("max-tokens");
}
