import type { Locator } from "playwright-core";

/**
 * The elements inside a chart as indented text: names, attributes in alphabetical order, texts. It holds no font
 * metrics and no names that a build makes up (scoped classes, generated ids), so it is the same on every machine.
 */
export async function structureOf(chart: Locator): Promise<string> {
  return chart.evaluate((root) => {
    const ids = new Map<string, string>();
    for (const element of root.querySelectorAll("[id]")) ids.set(element.id, `id-${ids.size + 1}`);

    const attributes = (element: Element): string =>
      [...element.attributes]
        .map(({ name, value }) => {
          if (name === "id") return [name, ids.get(value) ?? value] as const;
          if (name === "class")
            return [
              name,
              value
                .replace(/\bsvelte-[\w-]+/g, "")
                .trim()
                .replace(/\s+/g, " "),
            ] as const;
          const named = [...ids].reduce((text, [id, plain]) => text.replaceAll(`#${id}`, `#${plain}`), value);
          return [name, named] as const;
        })
        .filter(([name, value]) => !(name === "class" && value === ""))
        .sort(([x], [y]) => (x < y ? -1 : 1))
        .map(([name, value]) => ` ${name}="${value}"`)
        .join("");

    const lines = (node: Node, depth: number): string[] => {
      const indent = "  ".repeat(depth);
      if (node instanceof Text)
        return node.data.trim() === "" ? [] : [indent + node.data.replace(/\s+/g, " ")];
      if (!(node instanceof Element)) return [];
      const children = [...node.childNodes].flatMap((child) => lines(child, depth + 1));
      const name = node.localName;
      const opening = `${indent}<${name}${attributes(node)}`;
      return children.length === 0 ? [`${opening} />`] : [`${opening}>`, ...children, `${indent}</${name}>`];
    };

    return [...root.childNodes].flatMap((child) => lines(child, 0)).join("\n") + "\n";
  });
}
