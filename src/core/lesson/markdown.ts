import { fromMarkdown } from "mdast-util-from-markdown";
import type { Nodes, PhrasingContent, RootContent } from "mdast";
import { linkTarget, type Block, type Inline } from "./prose";

/** How deep lists, quotes and emphasis may stand within each other; what lies deeper is left out. */
const MAX_DEPTH = 8;

/** Emphasis marks of one paragraph, and quotes within quotes, beyond which reading takes quadratic time. */
const MAX_MARKS = 1000;
const MAX_QUOTES = 32;

/** First line, from 1, of a paragraph that no person would write and that would keep a parser busy; undefined where there is none. */
export function tangledLine(text: string): number | undefined {
  let marks = 0;
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    marks = line.trim() === "" ? 0 : marks + (line.match(/[*_]/g)?.length ?? 0);
    const quotes = /^[\s>]*/.exec(line)?.[0].replace(/\s/g, "").length ?? 0;
    if (marks > MAX_MARKS || quotes > MAX_QUOTES) return index + 1;
  }
  return undefined;
}

/** A part of a Markdown text (CommonMark), with the line it begins on, from 1. */
export type MarkdownPart = { line: number } & (
  | { type: "heading"; depth: number; content: readonly Inline[] }
  | { type: "fence"; info: string; text: string }
  | { type: "block"; block: Block }
);

/**
 * The parts of a text in order. HTML in it is text like any other, images are their descriptions, links that lead
 * elsewhere than to the web or within this page are their words. Never throws on texts of a bounded length.
 */
export function readMarkdown(text: string): MarkdownPart[] {
  const definitions = new Map<string, string>();
  const root = fromMarkdown(text);
  for (const node of root.children) {
    if (node.type === "definition" && !definitions.has(node.identifier)) {
      definitions.set(node.identifier, node.url);
    }
  }
  const reader = new Reader(definitions);
  return root.children.flatMap((node): MarkdownPart[] => {
    const line = node.position?.start.line ?? 1;
    if (node.type === "heading") {
      return [{ type: "heading", depth: node.depth, content: reader.inlines(node.children, 0), line }];
    }
    if (node.type === "code") return [{ type: "fence", info: node.lang ?? "", text: node.value, line }];
    return reader.block(node, 0).map((block) => ({ type: "block", block, line }));
  });
}

class Reader {
  /** @param definitions addresses by the names that `[text][name]` uses */
  constructor(private readonly definitions: ReadonlyMap<string, string>) {}

  block(node: RootContent, depth: number): Block[] {
    if (depth > MAX_DEPTH) return [];
    switch (node.type) {
      case "heading":
        return [{ type: "heading", content: this.inlines(node.children, depth) }];
      case "paragraph":
        return [{ type: "paragraph", content: this.inlines(node.children, depth) }];
      case "blockquote":
        return [{ type: "quote", content: node.children.flatMap((child) => this.block(child, depth + 1)) }];
      case "list": {
        const items = node.children.map((item) =>
          item.children.flatMap((child) => this.block(child, depth + 1)),
        );
        return [{ type: "list", ordered: node.ordered === true, start: node.start ?? 1, items }];
      }
      case "code":
        return [{ type: "code", text: node.value }];
      case "html":
        return [{ type: "paragraph", content: [{ type: "text", text: node.value }] }];
      case "thematicBreak":
        return [{ type: "rule" }];
      default:
        return [];
    }
  }

  inlines(nodes: readonly PhrasingContent[], depth: number): Inline[] {
    return depth > MAX_DEPTH ? [] : nodes.flatMap((node) => this.inline(node, depth));
  }

  private inline(node: PhrasingContent, depth: number): Inline[] {
    switch (node.type) {
      case "text":
      case "html":
        return [{ type: "text", text: node.value }];
      case "inlineCode":
        return [{ type: "code", text: node.value }];
      case "emphasis":
      case "strong":
        return [{ type: node.type, content: this.inlines(node.children, depth + 1) }];
      case "link":
        return this.link(node.url, node.children, depth);
      case "linkReference":
        return this.link(this.definitions.get(node.identifier) ?? "", node.children, depth);
      case "image":
      case "imageReference":
        return node.alt ? [{ type: "text", text: node.alt }] : [];
      case "break":
        return [{ type: "break" }];
      default:
        return wordsOf(node);
    }
  }

  private link(url: string, children: readonly PhrasingContent[], depth: number): Inline[] {
    const target = linkTarget(url);
    const content = this.inlines(children, depth + 1);
    return target ? [{ type: "link", target, content }] : content;
  }
}

/** What an extension of Markdown might bring: its words. */
function wordsOf(node: Nodes): Inline[] {
  return "value" in node ? [{ type: "text", text: node.value }] : [];
}
