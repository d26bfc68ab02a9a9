import type { PreTrainedTokenizer } from "@huggingface/transformers";
import { ExpectedError } from "../../core/errors";
import type { ChatMessage, EncodeOptions, Token, TokenId } from "../../core/model";
import { bytesOfPiece } from "./byteLevel";
import { sha256 } from "./modelFiles";

/** What is read of a `tokenizer.json` here; transformers.js reads the rest. */
export interface TokenizerJson {
  normalizer?: unknown;
  pre_tokenizer?: unknown;
  post_processor?: unknown;
  decoder?: { type?: string; decoders?: { type?: string }[] } | null;
  added_tokens?: { id: number; content: string; special: boolean }[];
  model: { merges?: (string | [string, string])[] } & Record<string, unknown>;
}

type TokenizerClass = new (json: object, config: object) => PreTrainedTokenizer;

/** A Hugging Face tokenizer as this program uses one. */
export class HubTokenizer {
  /** Greatest id plus one, special tokens included. */
  readonly vocabSize: number;
  private readonly pieces = new Map<TokenId, string>();
  private readonly added: ReadonlyMap<TokenId, { content: string; special: boolean }>;
  private readonly decoders: ReadonlySet<string | undefined>;
  /** The same tokenizer without special tokens: their spellings are text to it. */
  private readonly plain: PreTrainedTokenizer;

  constructor(
    private readonly tokenizer: PreTrainedTokenizer,
    private readonly json: TokenizerJson,
    config: object,
  ) {
    const ordinary = (json.added_tokens ?? []).filter(({ special }) => !special);
    const Tokenizer = tokenizer.constructor as TokenizerClass;
    this.plain = new Tokenizer(structuredClone({ ...json, added_tokens: ordinary }), structuredClone(config));
    this.added = new Map((json.added_tokens ?? []).map((token) => [token.id, token]));
    for (const [piece, id] of tokenizer.get_vocab()) this.pieces.set(id, piece);
    this.vocabSize = 1 + [...this.pieces.keys(), ...this.added.keys()].reduce((x, y) => Math.max(x, y), -1);
    const { decoder } = json;
    this.decoders = new Set([decoder, ...(decoder?.decoders ?? [])].map((part) => part?.type));
  }

  get chat(): boolean {
    return this.tokenizer.chat_template !== null;
  }

  /** The token that ends a text, if the tokenizer has one. */
  get endOfText(): TokenId | undefined {
    return this.tokenizer.eos_token === null ? undefined : this.tokenizer.eos_token_id;
  }

  /** `special` also puts the tokenizer's own tokens around the text, but no second one where the text has the first. */
  encode(text: string, { special = false }: EncodeOptions = {}): TokenId[] {
    if (!special) return this.plain.encode(text, { add_special_tokens: false });
    const bare = this.tokenizer.encode(text, { add_special_tokens: false });
    const full = this.tokenizer.encode(text);
    return full.length > 0 && full[0] === bare[0] ? bare : full;
  }

  decode(ids: readonly TokenId[]): string {
    if (ids.length === 0) return "";
    return this.tokenizer.decode([...ids], { clean_up_tokenization_spaces: false });
  }

  token(id: TokenId): Token {
    const added = this.added.get(id);
    if (added) return { id, text: added.content, kind: added.special ? "special" : "text" };
    const piece = this.pieces.get(id);
    if (piece === undefined) return { id, text: `<unused ${id}>`, kind: "special" };
    const bytes = this.bytes(piece);
    if (!bytes) return { id, text: piece.replaceAll("▁", " "), kind: "text" };
    const text = utf8(bytes);
    if (text !== undefined) return { id, text, kind: "text" };
    const spelled = Array.from(bytes, (byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`);
    return { id, text: spelled.join(""), kind: "bytes" };
  }

  render(messages: readonly ChatMessage[]): string {
    try {
      return this.tokenizer.apply_chat_template([...messages], {
        tokenize: false,
        add_generation_prompt: true,
      });
    } catch (error) {
      throw new ExpectedError(
        "bad-input",
        `The chat template cannot render this: ${error instanceof Error ? error.message : String(error)}.`,
        "Turn the chat template off.",
      );
    }
  }

  /** SHA-256 of what decides into which ids a text is cut; what only shows or completes texts is left out. */
  fingerprint(): Promise<string> {
    const { normalizer, pre_tokenizer, added_tokens, model } = this.json;
    const merges = model.merges?.map((merge) => (typeof merge === "string" ? merge.split(" ") : merge));
    const parts = { normalizer, pre_tokenizer, added_tokens, model: { ...model, merges } };
    return sha256(new TextEncoder().encode(canonicalJson(parts)));
  }

  /** The bytes a piece stands for, where the tokenizer works with bytes. */
  private bytes(piece: string): Uint8Array | undefined {
    if (this.decoders.has("ByteLevel")) return bytesOfPiece(piece);
    const fallback = this.decoders.has("ByteFallback") ? /^<0x([0-9A-F]{2})>$/.exec(piece) : null;
    return fallback ? Uint8Array.of(parseInt(fallback[1] as string, 16)) : undefined;
  }
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** JSON with sorted keys; absent and null are the same. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  const entries = Object.entries(value)
    .filter(([, part]) => part !== undefined && part !== null)
    .sort(([x], [y]) => (x < y ? -1 : 1))
    .map(([key, part]) => `${JSON.stringify(key)}:${canonicalJson(part)}`);
  return `{${entries.join(",")}}`;
}
