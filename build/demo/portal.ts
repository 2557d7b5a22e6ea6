import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { request as ask } from "node:https";
import { join } from "node:path";
import { trialCertificates } from "../../main/admin/kit/certificates.ts";
import { html } from "./html.ts";
import { type CompanyState, page } from "./pages.ts";
import { wordsIn } from "./words.ts";

/** The header in which the company's proxy names the person. */
const HEADER = "x-demo-user";
/** The name in the proxy's certificate. */
const PROXY = "portal.demo";

/**
 * Makes certificates for the company's proxy, which knows the person, and for the server behind it.
 * @param folder gets the certificates
 * @returns the files of the server, and how its part `web` knows the proxy
 */
export async function proxyCertificates(folder: string) {
  await trialCertificates(folder, [
    { name: "server", host: "127.0.0.1" },
    { name: "proxy", host: PROXY },
  ]);
  return {
    certFile: join(folder, "server", "server.pem"),
    keyFile: join(folder, "server", "server-key.pem"),
    signOn: { proxy: { header: HEADER, caFile: join(folder, "ca.pem"), names: [PROXY] } },
  };
}

/**
 * The company's proxy: passes what is below `/v1/` on to `alrimi server`, and says whose browser asks. Here it is always
 * the person of the demo.
 * @param folder that of {@link proxyCertificates}
 * @param url where the part `web` listens; undefined while it is away
 */
export function proxyTo(folder: string, user: string, url: () => string | undefined) {
  const own = join(folder, "proxy");
  const [cert, key, ca] = [join(own, "server.pem"), join(own, "server-key.pem"), join(folder, "ca.pem")].map(
    (file) => readFileSync(file),
  );
  return (asked: IncomingMessage, response: ServerResponse): void => {
    const to = url();
    const { accept, "if-none-match": tag } = asked.headers;
    const headers = { [HEADER]: user, ...(accept && { accept }), ...(tag && { "if-none-match": tag }) };
    if (to === undefined) {
      response.writeHead(503).end();
      return;
    }
    // Not relative to it: "//other.example.com/v1/" would be another host.
    const passed = ask(new URL(to + (asked.url ?? "/")), { headers, cert, key, ca }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    passed.on("error", () => (response.headersSent ? response.destroy() : response.writeHead(502).end()));
    response.once("close", () => passed.destroy());
    passed.end();
  };
}

/** `/portal`: a page of the company that includes the board with one script element. */
export function portalPage(state: CompanyState): string {
  const text = wordsIn(state.language).portal;
  return page(
    state,
    undefined,
    text.title,
    html`
<p class="intro">${text.intro}</p>
<alrimi-board lang="${state.language}"></alrimi-board>
<script type="module" src="/v1/alrimi-board.js"></script>`,
  );
}
