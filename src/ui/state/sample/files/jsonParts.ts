/** Characters that are held as texts; what is older lies in blobs, which the browser may put on disk. */
const HELD = 8 * 1024 ** 2;

/** A long text that comes piece by piece, as a file. */
export class JsonParts {
  private blobs: Blob[] = [];
  private texts: string[] = [];
  private held = 0;

  add(text: string): void {
    this.texts.push(text);
    this.held += text.length;
    if (this.held > HELD) this.put();
  }

  blob(): Blob {
    this.put();
    return new Blob(this.blobs, { type: "application/json" });
  }

  private put(): void {
    this.blobs.push(new Blob(this.texts));
    this.texts = [];
    this.held = 0;
  }
}
