import type { Distribution, LanguageModel, Session, TokenId } from "../../src/core/model";
import type { Effort } from "../../src/core/generation/switching/follower";

/** A model whose sessions cache as the page's do, and what they cost. */
export interface Metered {
  model: LanguageModel;
  /** Forward passes and the tokens that went through them. */
  spent: Effort;
  /** Sessions opened and not closed. */
  open: () => number;
}

/**
 * Counts what the sessions of a model cost with a key/value cache: what stands in it is not read again, the row after
 * the last token is known once it was given, and rewinding costs nothing by itself. `before` is awaited at the start of
 * every forward pass, with its number within the model (the first is 1).
 */
export function metered(model: LanguageModel, before?: (pass: number) => void | Promise<void>): Metered {
  const spent: Effort = { passes: 0, tokens: 0 };
  let open = 0;
  const wrapped: LanguageModel = {
    info: model.info,
    encode: (text, options) => model.encode(text, options),
    decode: (ids) => model.decode(ids),
    tokens: (ids) => model.tokens(ids),
    render: (messages) => model.render(messages),
    score: (ids, from, options) => model.score(ids, from, options),
    dispose: () => model.dispose(),
    open: async (prefix) => {
      open++;
      return new MeteredSession(await model.open(prefix), spent, before, () => open--);
    },
  };
  return { model: wrapped, spent, open: () => open };
}

class MeteredSession implements Session {
  private cached = 0;
  private known: Distribution | undefined;

  constructor(
    private readonly session: Session,
    private readonly spent: Effort,
    private readonly before: ((pass: number) => void | Promise<void>) | undefined,
    private readonly onClose: () => void,
  ) {}

  get length(): number {
    return this.session.length;
  }

  async next(): Promise<Distribution> {
    if (this.known) return copyOf(this.known);
    this.cached = Math.min(this.cached, this.length - 1);
    await this.pass(this.length - this.cached);
    const distribution = await this.session.next();
    this.known = copyOf(distribution);
    this.cached = this.length;
    return distribution;
  }

  async append(ids: readonly TokenId[]): Promise<Distribution[]> {
    if (ids.length === 0) return [];
    await this.pass(this.length + ids.length - this.cached);
    const distributions = await this.session.append(ids);
    this.cached = this.length;
    this.known = copyOf(distributions.at(-1) as Distribution);
    return distributions;
  }

  async rewind(length: number): Promise<void> {
    if (length !== this.length) this.known = undefined;
    await this.session.rewind(length);
    this.cached = Math.min(this.cached, length);
  }

  async close(): Promise<void> {
    this.onClose();
    await this.session.close();
  }

  private async pass(tokens: number): Promise<void> {
    this.spent.passes++;
    this.spent.tokens += tokens;
    await this.before?.(this.spent.passes);
  }
}

/** Memory of its own: what is sent to another worker is moved there. */
function copyOf(distribution: Distribution): Distribution {
  return { ...distribution, logprobs: distribution.logprobs.slice() };
}
