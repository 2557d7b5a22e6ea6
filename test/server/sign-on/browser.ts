import { CookieJar } from "tough-cookie";

/** A browser without a window: it keeps cookies, and follows redirects. */
export class Browser {
  readonly jar = new CookieJar();
  /** Every address that was asked. */
  readonly asked: string[] = [];

  /** Asks once. */
  async ask(url: string, init: RequestInit = {}): Promise<Response> {
    this.asked.push(url);
    const cookie = await this.jar.getCookieString(asSecure(url));
    const response = await fetch(url, {
      ...init,
      redirect: "manual",
      // Another server may listen there for the next test.
      headers: {
        connection: "close",
        ...(init.headers as Record<string, string>),
        ...(cookie === "" ? {} : { cookie }),
      },
    });
    for (const set of response.headers.getSetCookie()) await this.jar.setCookie(set, asSecure(url));
    return response;
  }

  /** Asks, and follows redirects to the end. */
  async visit(url: string): Promise<Response> {
    let response = await this.ask(url);
    for (let at = url; response.status >= 300 && response.status < 400; ) {
      at = new URL(response.headers.get("location") ?? "", at).href;
      response = await this.ask(at);
    }
    return response;
  }

  /** The cookie's text; undefined without it. */
  async cookie(name: string, url: string): Promise<string | undefined> {
    const cookies = await this.jar.getCookies(asSecure(url));
    return cookies.find(({ key }) => key === name)?.value;
  }
}

/** Browsers take this computer for safe, and send it cookies that are only for TLS. */
function asSecure(url: string): string {
  return url.replace(/^http:/, "https:");
}
