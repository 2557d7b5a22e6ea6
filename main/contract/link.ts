import { accept, type Result, refuse } from "./result.ts";

/** Why a link may not be opened. */
export type LinkRefusal = "not-a-url" | "has-credentials" | "scheme-refused" | "origin-not-allowed";

/**
 * Checks whether a link of the catalog may be opened in the person's browser. Allowed are `https:`
 * and, on an origin that the policy lists for old intranet systems, `http:`. A link with a user name or password is
 * refused.
 * @param allowedOrigins origins such as `http://intra.example.com:8080`
 * @returns the normalised URL
 */
export function checkLink(link: unknown, allowedOrigins: readonly string[]): Result<string, LinkRefusal> {
  if (typeof link !== "string" || !URL.canParse(link)) {
    return refuse("not-a-url", `not a URL: ${JSON.stringify(link)?.slice(0, 200) ?? "missing"}`);
  }
  const url = new URL(link);
  if (url.username !== "" || url.password !== "") {
    return refuse(
      "has-credentials",
      `a link may not hold a user name or password: ${url.protocol}//…@${url.host}`,
    );
  }
  if (url.protocol === "https:") return accept(url.href);
  if (url.protocol !== "http:") {
    return refuse("scheme-refused", `only https links open, not ${url.protocol.slice(0, 40)}`);
  }
  return allowedOrigins.includes(url.origin)
    ? accept(url.href)
    : refuse("origin-not-allowed", `${url.origin} is not https and not in the policy's linkOrigins`);
}
