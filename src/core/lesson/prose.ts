/** What a lesson's text can be made of: nothing here can hold markup, so nothing of a text reaches the page as such. */
export type Block =
  | { type: "heading"; content: readonly Inline[] }
  | { type: "paragraph"; content: readonly Inline[] }
  | { type: "list"; ordered: boolean; start: number; items: readonly (readonly Block[])[] }
  | { type: "quote"; content: readonly Block[] }
  | { type: "code"; text: string }
  | { type: "rule" };

export type Inline =
  | { type: "text"; text: string }
  | { type: "code"; text: string }
  | { type: "emphasis"; content: readonly Inline[] }
  | { type: "strong"; content: readonly Inline[] }
  | { type: "link"; target: LinkTarget; content: readonly Inline[] }
  | { type: "break" };

/** Where a link may lead: to a web page, or to a state of this page (`#/…`). */
export type LinkTarget = { type: "web"; href: string } | { type: "page"; href: string };

/**
 * Where a link leads; undefined for anything but `http:`, `https:` and `#…`. What begins like these is one of these to
 * a browser too: no scheme of its own can follow.
 */
export function linkTarget(href: string): LinkTarget | undefined {
  if (/^https?:\/\/[^\s/]/i.test(href)) return { type: "web", href };
  return href.startsWith("#") ? { type: "page", href } : undefined;
}

/** The words of inline content alone. */
export function plainText(content: readonly Inline[]): string {
  return content
    .map((inline) =>
      inline.type === "text" || inline.type === "code"
        ? inline.text
        : inline.type === "break"
          ? " "
          : plainText(inline.content),
    )
    .join("");
}
