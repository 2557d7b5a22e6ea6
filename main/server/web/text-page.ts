import { createHash } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Language } from "../../contract/catalog.ts";
import { languageOf } from "../../words/language.ts";

const STYLE = `:root{color-scheme:light dark;font:16px/1.6 system-ui,sans-serif}body{max-width:30rem;margin:4rem auto;padding:0 1rem}
h1{font-size:1.4rem}dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem}dd{margin:0;font-weight:600}
dd:last-child{font-size:1.5rem;line-height:1.2;font-variant-numeric:tabular-nums}button{font:inherit;padding:.4rem 1.2rem}`;
const STYLE_HASH = createHash("sha256").update(STYLE).digest("base64");

/**
 * Answers with a page of text, which loads nothing and runs nothing.
 * @param content markup, with {@link escaped} texts
 * @param forms where its form may lead: a rule of the content security policy
 */
export function sendPage(
  reply: FastifyReply,
  title: string,
  content: string,
  forms = "form-action 'none'",
): FastifyReply {
  const rules = ["default-src 'none'", `style-src 'sha256-${STYLE_HASH}'`, forms];
  const policy = [...rules, "base-uri 'none'", "frame-ancestors 'none'"].join("; ");
  return reply
    .header("content-type", "text/html; charset=utf-8")
    .header("content-security-policy", policy)
    .send(`<!doctype html><html lang="${languageIn(reply.request)}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>${title}</title><style>${STYLE}</style></head>
<body><main>${content}</main></body></html>
`);
}

/** The first language that the browser prefers. */
export function languageIn({ headers }: Pick<FastifyRequest, "headers">): Language {
  return languageOf(headers["accept-language"]?.split(/[,;]/)[0] ?? "");
}

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
