import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readMarkdown, tangledLine } from "./markdown";
import { linkTarget, plainText, type Block } from "./prose";

function blocks(text: string): Block[] {
  return readMarkdown(text).flatMap((part) => (part.type === "block" ? [part.block] : []));
}

describe("Markdown becomes", () => {
  test("paragraphs with emphasis, code, breaks and links", () => {
    expect(blocks("*a* **b** `c`\\\n[d](https://example.org/x)")).toEqual([
      {
        type: "paragraph",
        content: [
          { type: "emphasis", content: [{ type: "text", text: "a" }] },
          { type: "text", text: " " },
          { type: "strong", content: [{ type: "text", text: "b" }] },
          { type: "text", text: " " },
          { type: "code", text: "c" },
          { type: "break" },
          {
            type: "link",
            target: { type: "web", href: "https://example.org/x" },
            content: [{ type: "text", text: "d" }],
          },
        ],
      },
    ]);
  });

  test("lists within lists, quotes and rules", () => {
    expect(blocks("3. a\n   - b\n\n> c\n\n---").map(({ type }) => type)).toEqual(["list", "quote", "rule"]);
    expect(blocks("3. a\n   - b")).toMatchObject([
      { ordered: true, start: 3, items: [[{ type: "paragraph" }, { type: "list", ordered: false }]] },
    ]);
  });

  test("links by name where the name is defined", () => {
    expect(blocks("[a][x]\n\n[x]: #/compare?r=carry")).toMatchObject([
      { content: [{ type: "link", target: { type: "page", href: "#/compare?r=carry" } }] },
    ]);
  });
});

describe("what could do harm", () => {
  test("HTML is text", () => {
    const html = '<div onclick="alert(1)">\n<script>alert(1)</script>\n</div>';
    expect(blocks(html)).toEqual([{ type: "paragraph", content: [{ type: "text", text: html }] }]);
    expect(blocks("a <b onclick=x>c</b>")).toMatchObject([
      {
        content: [
          { type: "text", text: "a " },
          { type: "text", text: "<b onclick=x>" },
          { type: "text", text: "c" },
          { type: "text", text: "</b>" },
        ],
      },
    ]);
  });

  test("images are their descriptions", () => {
    expect(blocks("![a cat](https://elsewhere.example/cat.png)")).toEqual([
      { type: "paragraph", content: [{ type: "text", text: "a cat" }] },
    ]);
  });

  test.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "&#106;avascript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "//elsewhere.example",
    "/elsewhere",
    "https:javascript",
    " https://example.org",
  ])("a link to %s is its words", (href) => {
    expect(JSON.stringify(blocks(`[a](<${href}>)`))).not.toContain("link");
    expect(linkTarget(href)).toBeUndefined();
  });

  test("what stands too deep within itself is left out", () => {
    const deep = (block: Block): number =>
      block.type === "quote" ? 1 + Math.max(0, ...block.content.map(deep)) : 0;
    expect(Math.max(...blocks(`${"> ".repeat(30)}a`).map(deep))).toBe(9);
  });

  test("a paragraph that would take a parser long is found by its line", () => {
    expect(tangledLine("a\n\n*b*\n\n" + "*".repeat(1001))).toBe(5);
    expect(tangledLine("*b*\n\n".repeat(5000))).toBeUndefined();
    expect(tangledLine("> ".repeat(33) + "a")).toBe(1);
  });

  test("any text is read, and every link leads to the web or within the page", () => {
    const markup = fc.constantFrom(
      ..."# |- |> |* |** |` |``` |[|](|)|<|>|&|javascript:|https://|#/|!|\n|\n\n|1. |\\|a |é".split("|"),
    );
    const links = (value: unknown): string[] =>
      value === null || typeof value !== "object"
        ? []
        : "href" in value
          ? [String(value.href)]
          : Object.values(value).flatMap(links);
    fc.assert(
      fc.property(fc.array(markup, { maxLength: 80 }), (pieces) => {
        for (const href of links(readMarkdown(pieces.join("")))) expect(href).toMatch(/^(https?:\/\/|#)/);
      }),
      { numRuns: 2000 },
    );
  });
});

test("the words of inline content are told without their marks", () => {
  expect(readMarkdown("## a *b* `c`")).toMatchObject([{ type: "heading", depth: 2 }]);
  const [part] = readMarkdown("## a *b* `c`");
  expect(part?.type === "heading" && plainText(part.content)).toBe("a b c");
});
