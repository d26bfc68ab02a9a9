import { describe, expect, test } from "vitest";
import { bytesOfPiece } from "./byteLevel";

describe("bytesOfPiece", () => {
  test("knows the letters that the alphabet is known for", () => {
    expect([...(bytesOfPiece("Ġhello") ?? [])]).toEqual([...new TextEncoder().encode(" hello")]);
    expect([...(bytesOfPiece("ĊĉčĀ") ?? [])]).toEqual([0x0a, 0x09, 0x0d, 0x00]);
    expect([...(bytesOfPiece("âĤ¬") ?? [])]).toEqual([...new TextEncoder().encode("€")]);
  });

  test("has exactly one letter for each byte", () => {
    const letters = Array.from({ length: 0x200 }, (_, code) => String.fromCharCode(code));
    const bytes = letters.flatMap((letter) => [...(bytesOfPiece(letter) ?? [])]);
    expect(bytes.length).toBe(256);
    expect(new Set(bytes).size).toBe(256);
  });

  test("a piece in another alphabet has no bytes", () => {
    expect(bytesOfPiece("▁hello")).toBeUndefined();
    expect(bytesOfPiece("a b")).toBeUndefined();
  });
});
