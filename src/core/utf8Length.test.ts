import fc from "fast-check";
import { expect, test } from "vitest";
import { utf8Length } from "./utf8Length";

test("utf8Length counts the bytes that an encoder writes", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(utf8Length(text)).toBe(new TextEncoder().encode(text).length);
    }),
  );
});
