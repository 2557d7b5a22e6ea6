import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { act, type Company } from "./actions.ts";
import { refreshScript, styleSheet } from "./assets.ts";
import { controlPage } from "./control-page.ts";
import { type CompanyState, plainPage, servicePage, systemsOf } from "./pages.ts";
import { portalPage } from "./portal.ts";
import { wordsIn } from "./words.ts";

export interface Web {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Maximum size of a form in bytes. */
const MAX_FORM_BYTES = 4096;

/**
 * Pages may use no foreign and no inline resources, and send no referrer elsewhere (`no-referrer` would make `Origin:
 * null`).
 */
const HEADERS = {
  "content-security-policy":
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
} as const;

/**
 * Serves the pages of the company on the loopback interface.
 * @param port preferred port; another one is used when it is taken
 */
export async function openWeb(port: number, company: Company): Promise<Web> {
  let origin = "";
  const server = createServer((request, response) => {
    answer(request, response, origin, company).catch(() => send(response, 500, "text/plain", ""));
  });
  try {
    await listen(server, port);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "EADDRINUSE" && code !== "EACCES") throw error;
    await listen(server, 0);
  }
  const got = (server.address() as AddressInfo).port;
  origin = `http://127.0.0.1:${got}`;
  return {
    origin,
    port: got,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  origin: string,
  company: Company,
): Promise<void> {
  const { pathname } = new URL(request.url ?? "/", origin);
  const state = company.state();
  const text = wordsIn(state.language);
  const [first, action, ...rest] = pathname.slice(1).split("/");
  const service = systemsOf(state).find((each) => each.service.id === first);

  // Refuses other host names that resolve to this address (DNS rebinding).
  if (request.headers.host !== new URL(origin).host)
    return sendPage(request, response, 421, text.refused, state);
  if (request.method === "GET" || request.method === "HEAD") {
    if (pathname === "/style.css") return send(response, 200, "text/css", styleSheet);
    if (pathname === "/refresh.js") return send(response, 200, "text/javascript", refreshScript);
    if (pathname === "/screen.png" && state.picture !== undefined)
      return send(response, 200, "image/png", await readFile(state.picture.file));
    if (pathname.startsWith("/v1/")) return company.passOn(request, response);
    if (pathname === "/portal") return sendPage(request, response, 200, portalPage(state));
    if (pathname === "/") return sendPage(request, response, 200, controlPage(state));
    if (service !== undefined && action === undefined)
      return sendPage(request, response, 200, servicePage(state, service));
  } else if (request.method === "POST" && rest.length === 0) {
    if (!isFromOwnPage(request, origin)) return sendPage(request, response, 403, text.refused, state);
    const form = await readForm(request);
    if (form === undefined) return sendPage(request, response, 413, text.refused, state);
    const back = act(company, service, `${first}/${action ?? ""}`, form);
    if (back !== undefined) {
      response.writeHead(303, { ...HEADERS, location: back }).end();
      return;
    }
  }
  sendPage(request, response, 404, text.notFound, state);
}

/** Browsers send the origin with every posted form, so a foreign page cannot approve anything. */
function isFromOwnPage({ headers }: IncomingMessage, origin: string): boolean {
  const site = headers["sec-fetch-site"];
  return headers.origin === origin && (site === undefined || site === "same-origin");
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_FORM_BYTES) return undefined;
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
}

/**
 * Sends a page.
 * @param body the page, or with `state` the text of a plain page
 */
function sendPage(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  body: string,
  state?: CompanyState,
): void {
  const page = state === undefined ? body : plainPage(state, body);
  const etag = `"${createHash("sha256").update(page).digest("base64url")}"`;
  if (status === 200 && request.headers["if-none-match"] === etag) {
    response.writeHead(304, { ...HEADERS, etag }).end();
    return;
  }
  send(response, status, "text/html", page, { etag });
}

function send(
  response: ServerResponse,
  status: number,
  type: string,
  body: string | Buffer,
  more: Readonly<Record<string, string>> = {},
): void {
  if (response.headersSent) return void response.end();
  const length = Buffer.byteLength(body);
  response.writeHead(status, {
    ...HEADERS,
    ...more,
    "content-type": typeof body === "string" ? `${type}; charset=utf-8` : type,
    "content-length": length,
  });
  response.end(body);
}
