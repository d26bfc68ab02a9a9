import { transfer } from "comlink";
import { blockBuffers, packBlock, type PositionBlock } from "../src/core/compare/block";
import { comparedPosition, type ComparedPosition } from "../src/core/compare/comparedPosition";
import type { PairStatistics } from "../src/core/compare/position";
import type { Token, TokenId } from "../src/core/model";

/** Positions are sent together when so many milliseconds have passed: about one frame. */
const SEND_EVERY = 16;

/** A position that was just written, with both models' log-probabilities. */
interface WrittenPosition {
  position: number;
  token: TokenId;
  drawA: TokenId;
  drawB: TokenId;
  a: Float32Array;
  b: Float32Array;
  /** Of both rows, where that was computed to decide. */
  statistics?: PairStatistics;
}

interface Options<Position, Event> {
  /** Candidates listed per model and position. */
  k: number;
  clock: () => number;
  look: (ids: readonly TokenId[]) => Promise<Token[]>;
  send: (event: Event) => void | Promise<void>;
  /** The message of positions. `tokens`: looks of ids that were not sent before. */
  event: (positions: readonly Position[], block: PositionBlock, tokens: Token[]) => Event;
}

/** Gathers positions as they are written and sends them together, one message under way at a time. */
export class PositionSender<Position extends WrittenPosition, Event> {
  /** Positions so far. */
  written = 0;
  private readonly shown = new Set<TokenId>();
  private waiting: Position[] = [];
  /** Of each that waits. */
  private compared: ComparedPosition[] = [];
  private sentAt: number;
  private taken: Promise<void> = Promise.resolve();

  constructor(private readonly options: Options<Position, Event>) {
    this.sentAt = options.clock();
  }

  async add(positions: readonly Position[]): Promise<void> {
    this.written += positions.length;
    this.waiting.push(...positions);
    // Position by position, not all of a message at once: meanwhile the models compute one step, not several.
    for (const { a, b, token, statistics } of positions)
      this.compared.push(comparedPosition(a, b, token, this.options.k, statistics));
    if (this.options.clock() - this.sentAt >= SEND_EVERY) await this.send();
  }

  async flush(): Promise<void> {
    await this.send();
    await this.taken;
  }

  private async send(): Promise<void> {
    const positions = this.waiting;
    const [first] = positions;
    if (!first) return;
    const { clock, event, look, send } = this.options;
    const block = packBlock(first.position, this.compared);
    [this.waiting, this.compared] = [[], []];
    this.sentAt = clock();
    const drawn = positions.flatMap(({ token, drawA, drawB }) => [token, drawA, drawB]);
    const fresh = [...new Set([...block.candidateIds, ...drawn])].filter((id) => !this.shown.has(id));
    for (const id of fresh) this.shown.add(id);
    const message = event(positions, block, await look(fresh));
    await this.taken;
    this.taken = Promise.resolve(send(transfer(message, blockBuffers(block))));
    this.taken.catch(() => undefined); // reported by the `await` that follows
  }
}
