import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Sha256 } from "./sha256";

const digest = (...pieces: Uint8Array[]): string =>
  pieces.reduce((hash, piece) => hash.update(piece), new Sha256()).digest();
const ascii = (text: string) => new TextEncoder().encode(text);

describe("Sha256", () => {
  test("gives the digests of FIPS 180-4", () => {
    expect(digest()).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    expect(digest(ascii("abc"))).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    expect(digest(ascii("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"))).toBe(
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
    );
  });

  test("of every length around a block is what Node says", () => {
    for (let length = 0; length < 200; length++) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 7) & 255);
      expect(digest(bytes)).toBe(createHash("sha256").update(bytes).digest("hex"));
    }
  });

  test("does not depend on how the bytes are cut into pieces", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 150 }), { maxLength: 12 }), (pieces) => {
        const whole = createHash("sha256");
        for (const piece of pieces) whole.update(piece);
        expect(digest(...pieces)).toBe(whole.digest("hex"));
      }),
    );
  });
});
