import { BeyondLimits, LIMITS } from "./limits";
import type { Token } from "./tokens";

/** Thrown where tokens are no answer that can be read; caught by `parseAnswer`. */
export class Unreadable extends Error {
  override readonly name = "Unreadable";
}

/** Goes through tokens, looking one or two ahead. */
export class Cursor {
  private at = 0;
  private level = 0;

  constructor(private readonly tokens: Token[]) {}

  /** The text of the next token, or of one behind it, unless it is a text; "" at the end. */
  peek(ahead = 0): string {
    const token = this.tokens[this.at + ahead];
    return token && token.kind !== "text" ? token.text : "";
  }

  peekKind(ahead = 0): Token["kind"] | "nothing" {
    return this.tokens[this.at + ahead]?.kind ?? "nothing";
  }

  isSign(text: string, ahead = 0): boolean {
    return this.peekKind(ahead) === "sign" && this.peek(ahead) === text;
  }

  isCommand(...names: readonly string[]): boolean {
    return this.peekKind() === "command" && names.includes(this.peek());
  }

  next(): Token {
    const token = this.tokens[this.at++];
    if (!token) throw new Unreadable("It ends too early.");
    return token;
  }

  /** Takes the sign if it is there. */
  takes(sign: string): boolean {
    if (!this.isSign(sign)) return false;
    this.at++;
    return true;
  }

  needs(sign: string): void {
    if (!this.takes(sign)) throw new Unreadable(`There is no ${sign}.`);
  }

  /** Puts in the place of the token taken last the rest of it. */
  giveBack(token: Token): void {
    this.tokens[--this.at] = token;
  }

  get done(): boolean {
    return this.at >= this.tokens.length;
  }

  /** Reads something that may contain itself. */
  deeper<T>(read: () => T): T {
    if (++this.level > LIMITS.depth * 4) throw new BeyondLimits("depth");
    try {
      return read();
    } finally {
      this.level--;
    }
  }
}
