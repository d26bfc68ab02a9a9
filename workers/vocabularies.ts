import type { LanguageModel, Token, TokenId } from "../src/core/model";

/**
 * How all tokens look, by tokenizer. A model that computes answers late, so each vocabulary is asked for once, before
 * it is needed, and every token is looked up here.
 */
export class Vocabularies {
  private readonly byTokenizer = new Map<string, Promise<Token[]>>();

  /** Every token of the model, in the order of the ids. A failure is not remembered. */
  of(model: LanguageModel): Promise<Token[]> {
    const { tokenizer, vocabSize } = model.info;
    let tokens = this.byTokenizer.get(tokenizer);
    if (!tokens) {
      tokens = Promise.resolve(model.tokens(Array.from({ length: vocabSize }, (_, id) => id)));
      this.byTokenizer.set(tokenizer, tokens);
      tokens.catch(() => this.byTokenizer.delete(tokenizer));
    }
    return tokens;
  }

  /** A vocabulary that was asked for already. */
  get(tokenizer: string): Promise<Token[]> | undefined {
    return this.byTokenizer.get(tokenizer);
  }

  /** How ids look; ids that are no tokens are refused by the model. */
  async look(model: LanguageModel, ids: readonly TokenId[]): Promise<Token[]> {
    const vocabulary = await this.of(model);
    const known = ids.flatMap((id) => vocabulary[id] ?? []);
    return known.length === ids.length ? known : model.tokens(ids);
  }

  /** Forgets the vocabularies of all other tokenizers. */
  keepOnly(tokenizers: readonly string[]): void {
    for (const tokenizer of this.byTokenizer.keys()) {
      if (!tokenizers.includes(tokenizer)) this.byTokenizer.delete(tokenizer);
    }
  }
}
