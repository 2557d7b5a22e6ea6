/** An element: its name, attributes, and children or text. */
export interface Xml {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly children?: readonly Xml[] | string;
}

export function xml(name: string, attributes: Xml["attributes"] = {}, children: Xml["children"] = []): Xml {
  return { name, attributes, children };
}

/** A document with two spaces per level. */
export function xmlDocument(root: Xml, doctype = ""): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${doctype}${written(root, "")}`;
}

function written({ name, attributes = {}, children = [] }: Xml, indent: string): string {
  const start = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  const open = `${indent}<${name}${start.join("")}`;
  if (children.length === 0) return `${open}/>\n`;
  if (typeof children === "string") return `${open}>${escaped(children)}</${name}>\n`;
  const inner = children.map((child) => written(child, `${indent}  `)).join("");
  return `${open}>\n${inner}${indent}</${name}>\n`;
}

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (letter) => ESCAPES[letter] ?? letter);
}
