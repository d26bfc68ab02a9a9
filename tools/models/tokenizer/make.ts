import { corpusExample } from "../corpus";
import { BYTE_LETTERS, PIECE_PATTERN, trainBpe, type Merge } from "./bpe";
import { CHAT_TEMPLATE, SPECIAL_TOKENS } from "./chatTemplate";

/** Entries of the vocabulary: special tokens, 256 bytes, merges. */
export const VOCABULARY_SIZE = 512;
/** Corpus examples that the merges are learned from. */
const EXAMPLES = 8000;
const CONTEXT_LENGTH = 16_384;

/** A letter after a space is one token, so every spelled letter costs the same. */
const SPELLED_LETTERS: readonly Merge[] = [..."abcdefghijklmnopqrstuvwxyz"].map((letter) => ["Ġ", letter]);

/** The files of a tokenizer in Hugging Face layout, as values. */
export interface TokenizerFiles {
  /** tokenizer.json */
  tokenizerJson: object;
  /** tokenizer_config.json */
  tokenizerConfig: object;
  /** special_tokens_map.json */
  specialTokensMap: object;
  /** chat_template.jinja */
  chatTemplate: string;
}

/** Trains the embedded pair's tokenizer on the corpus of that seed; the same seed gives the same files. */
export function makeTokenizer(seed: number): TokenizerFiles {
  const specials = Object.values(SPECIAL_TOKENS);
  const mergeCount = VOCABULARY_SIZE - specials.length - BYTE_LETTERS.length;
  const merges = trainBpe(corpusTexts(seed), mergeCount, SPELLED_LETTERS);
  const entries = [...specials, ...BYTE_LETTERS, ...merges.map((pair) => pair.join(""))];
  const addedTokens = specials.map((content, id) => ({ id, ...added(content) }));
  const specialTokensMap = { eos_token: SPECIAL_TOKENS.end, pad_token: SPECIAL_TOKENS.pad };
  return {
    tokenizerJson: {
      version: "1.0",
      truncation: null,
      padding: null,
      added_tokens: addedTokens,
      normalizer: null,
      pre_tokenizer: {
        type: "Sequence",
        pretokenizers: [
          { type: "Split", pattern: { Regex: PIECE_PATTERN }, behavior: "Isolated", invert: false },
          { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: false },
        ],
      },
      post_processor: null,
      decoder: { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: false },
      model: {
        type: "BPE",
        dropout: null,
        unk_token: null,
        continuing_subword_prefix: null,
        end_of_word_suffix: null,
        fuse_unk: false,
        byte_fallback: false,
        ignore_merges: false,
        vocab: Object.fromEntries(entries.map((entry, id) => [entry, id])),
        merges,
      },
    },
    tokenizerConfig: {
      tokenizer_class: "PreTrainedTokenizerFast",
      ...specialTokensMap,
      bos_token: null,
      unk_token: null,
      added_tokens_decoder: Object.fromEntries(specials.map((content, id) => [id, added(content)])),
      clean_up_tokenization_spaces: false,
      model_max_length: CONTEXT_LENGTH,
      padding_side: "left",
      chat_template: CHAT_TEMPLATE,
    },
    specialTokensMap,
    chatTemplate: CHAT_TEMPLATE,
  };
}

function added(content: string): object {
  return { content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
}

function* corpusTexts(seed: number): Generator<string> {
  for (let index = 0; index < EXAMPLES; index++) {
    const { problem, solution } = corpusExample(seed, index);
    yield problem.question;
    yield solution;
  }
}
