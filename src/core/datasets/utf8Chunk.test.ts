import fc from "fast-check";
import { expect, test } from "vitest";
import { utf8Text } from "./utf8";
import { Utf8Chunk } from "./utf8Chunk";

test("cuts pieces out of text as if each were decoded alone, wherever the bytes end", () => {
  const piece = fc.string({ unit: fc.constantFrom("a", "é", "日", "🙂", "\uFEFF", "\n"), maxLength: 6 });
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 8 }), fc.nat({ max: 5 }), (pieces, cut) => {
      const bytes = new TextEncoder().encode(pieces.join(""));
      const chunk = new Utf8Chunk(bytes.subarray(0, bytes.length - Math.min(cut, bytes.length)));
      let at = 0;
      for (const text of pieces) {
        const end = at + new TextEncoder().encode(text).length;
        if (end > chunk.bytes.length) break;
        expect(chunk.text(at, end)).toBe(text);
        at = end;
      }
      // From the beginning again.
      expect(chunk.text(0, at)).toBe(utf8Text(bytes.subarray(0, at)));
    }),
    { numRuns: 1000 },
  );
});

test("of bytes that are no UTF-8 only the piece they lie in is lost", () => {
  const bytes = new TextEncoder().encode("äb?dé");
  bytes[3] = 0xe9;
  const chunk = new Utf8Chunk(bytes);
  expect([chunk.text(0, 3), chunk.text(3, 4), chunk.text(4, 7)]).toEqual(["äb", undefined, "dé"]);
});
