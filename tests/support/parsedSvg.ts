import { expect } from "vitest";

/** The texts and attributes of a picture; fails where it is not well-formed. There is no DOM in these tests. */
export function parsedSvg(text: string): { texts: string[]; attributes: [name: string, value: string][] } {
  const open: string[] = [];
  const texts: string[] = [];
  const attributes: [string, string][] = [];
  const body = text.replace(/^<\?xml[^>]*\?>/, "");
  for (const [piece] of body.matchAll(/<[^>]*>|[^<]+/g)) {
    if (piece.startsWith("</")) expect(piece).toBe(`</${open.pop()}>`);
    else if (piece.startsWith("<")) {
      const [, name = "", rest = "", end] =
        /^<([A-Za-z]+)((?: [\w:-]+="[^"<&]*(?:&\w+;[^"<&]*)*")*)(\/?)>$/.exec(piece) ?? [];
      expect(name, piece).not.toBe("");
      for (const [, key = "", value = ""] of rest.matchAll(/ ([\w:-]+)="([^"]*)"/g))
        attributes.push([key, value]);
      if (name === "text") texts.push("");
      if (end === "") open.push(name);
    } else {
      expect(piece).toMatch(/^[^&]*(&(amp|lt|gt|quot);[^&]*)*$/);
      const plain = piece
        .replace(/&lt;/g, "<")
        .replace(/&gt;/g, ">")
        .replace(/&quot;/g, '"')
        .replace(/&amp;/g, "&");
      if (open.includes("text")) texts[texts.length - 1] += plain;
    }
  }
  expect(open).toEqual([]);
  return { texts, attributes };
}
