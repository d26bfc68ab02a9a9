/** The picture's font, by a name that every program knows. */
export const PICTURE_FONT = "sans-serif";

/** An SVG element as text. `content` is markup: texts in it are escaped already. */
export function element(name: string, attributes: Record<string, string | number>, content = ""): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeText(String(value))}"`);
  return content === ""
    ? `<${name}${written.join("")}/>`
    : `<${name}${written.join("")}>${content}</${name}>`;
}

/** A whole picture on white. */
export function svgDocument(width: number, height: number, content: string): string {
  const size = { xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `0 0 ${width} ${height}` };
  const background = element("rect", { width, height, fill: "#ffffff" });
  const body = `${background}${content}`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element("svg", { ...size, "font-family": PICTURE_FONT }, body)}\n`;
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** A text within XML; what XML 1.0 cannot hold (controls, halves of characters) becomes U+FFFD. */
export function escapeText(text: string): string {
  return text
    .replace(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      "\ufffd",
    )
    .replace(/[&<>"]/g, (character) => ENTITIES[character] ?? "");
}
