import type { LanguageModel, Session, TokenId } from "../../model";
import { sharedLength } from "../sharedLength";
import { wholeRow } from "../wholeRow";

/** Forward passes and the tokens they read; of several, tokens cost less. */
export interface Effort {
  passes: number;
  tokens: number;
}

/** One model at work on a text that grows and is taken back: what it has read, and the rows it gives. */
export class Follower {
  readonly effort: Effort = { passes: 0, tokens: 0 };
  /** Whether the session knows the row after `given` without a forward pass. */
  private known = false;
  /** One call at a time: where one model fails, the other's pass is still under way when the next run begins. */
  private turn: Promise<unknown> = Promise.resolve();

  private constructor(
    readonly model: LanguageModel,
    private readonly session: Session,
    /** Ids that it has been given, of the text as it was then. */
    private readonly given: TokenId[],
    /** Tokens of `given` that no forward pass has read yet. */
    private unread: number,
  ) {}

  /** At the beginning of a text; `prefix` may not be empty. Nothing is computed yet. */
  static async open(model: LanguageModel, prefix: readonly TokenId[]): Promise<Follower> {
    return new Follower(model, await model.open(prefix), [...prefix], prefix.length);
  }

  /**
   * The distributions of `ids[from] … ids[to]` (`to` may be one beyond the end), each conditioned on what stands
   * before it: (V) log-probabilities, in one forward pass where one is needed. What was read of another text is
   * taken back.
   */
  rows(ids: readonly TokenId[], from: number, to: number): Promise<Float32Array[]> {
    const rows = this.turn.then(() => this.read(ids, from, to));
    this.turn = rows.catch(() => undefined); // whoever asked is told
    return rows;
  }

  /** Whether this is the follower of a model that can go on after `prefix` without reading it anew. */
  follows(model: LanguageModel, prefix: readonly TokenId[]): boolean {
    return this.model === model && sharedLength(this.given, prefix) === prefix.length;
  }

  close(): Promise<void> {
    return this.session.close();
  }

  private async read(ids: readonly TokenId[], from: number, to: number): Promise<Float32Array[]> {
    const keep = Math.min(sharedLength(this.given, ids), from);
    // One token further back than need be: read again with those after it, it costs no pass of its own.
    const back = Math.max(1, Math.min(keep, from - 1));
    const readAgain = keep < this.given.length || (!this.known && to > from);
    if (readAgain && back < this.given.length) await this.takeBack(back);
    const rows = this.given.length === from ? [await this.nextRow()] : [];
    const fresh = ids.slice(this.given.length, to);
    if (fresh.length === 0) return rows;
    const first = this.given.length + 1;
    const distributions = await this.session.append(fresh);
    this.count(this.unread + fresh.length);
    this.given.push(...fresh);
    const wanted = distributions.slice(Math.max(0, from - first));
    return [...rows, ...wanted.map((distribution) => wholeRow(distribution, this.model.info))];
  }

  /** The row after everything given; free where the last pass gave it. */
  private async nextRow(): Promise<Float32Array> {
    const distribution = await this.session.next();
    if (!this.known) this.count(Math.max(1, this.unread));
    return wholeRow(distribution, this.model.info);
  }

  private async takeBack(length: number): Promise<void> {
    await this.session.rewind(length);
    this.unread = Math.max(0, this.unread - (this.given.length - length));
    this.given.length = length;
    this.known = false;
  }

  /** One pass that reads `tokens`, all that were unread among them. */
  private count(tokens: number): void {
    this.effort.passes++;
    this.effort.tokens += tokens;
    this.unread = 0;
    this.known = true;
  }
}
