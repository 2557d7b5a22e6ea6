import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Browser, chromium } from "playwright-core";

/** A page of the company's portal, on an origin of its own, with the strictest policy that can show the board. */
export interface PortalPage extends AsyncDisposable {
  readonly origin: string;
  /** Of the server whose board is shown; set before the page is visited. */
  server: string;
}

/** With one script element and one `<alrimi-board>`. The query names its attributes. */
export async function portalPage(): Promise<PortalPage> {
  const pages = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? "/", "http://portal");
    const attributes = [...searchParams].map(([name, value]) => ` ${name}="${value}"`).join("");
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.setHeader(
      "content-security-policy",
      `default-src 'none'; script-src ${it.server}; connect-src ${it.server}; require-trusted-types-for 'script'`,
    );
    response.end(
      `<!doctype html><html lang="ko"><title>Portal</title><body><main><h1>Portal</h1>` +
        `<alrimi-board${attributes}></alrimi-board></main>` +
        `<script type="module" src="${it.server}/v1/alrimi-board.js"></script></body></html>`,
    );
  });
  pages.listen(0, "127.0.0.1");
  await once(pages, "listening");
  const it: PortalPage = {
    origin: `http://127.0.0.1:${(pages.address() as AddressInfo).port}`,
    server: "",
    async [Symbol.asyncDispose]() {
      pages.closeAllConnections();
      pages.close();
      await once(pages, "close");
    },
  };
  return it;
}

/** Debian's, and where Ubuntu has one. */
const BROWSERS = ["/usr/bin/chromium", "/snap/bin/chromium", "/usr/bin/google-chrome"];

/** The distribution's own Chromium. */
export function launchChromium(): Promise<Browser> {
  const found = BROWSERS.find((file) => existsSync(file));
  if (found === undefined) throw new Error(`one of ${BROWSERS.join(", ")} is needed`);
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({ executablePath: found, args: isRoot ? ["--no-sandbox"] : [] });
}
