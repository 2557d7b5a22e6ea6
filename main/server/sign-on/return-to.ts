/**
 * Where a browser goes after signing on. Only this server's pages and the portal's, because an address that a stranger
 * chose would look as if the company's sign-on had sent the person there.
 * @param origin of this server
 * @returns an absolute address; undefined for one that is not allowed
 */
export function returnTo(given: string, origin: string, others: readonly string[]): string | undefined {
  if (given.length > MOST_LETTERS || !URL.canParse(given, origin)) return undefined;
  const url = new URL(given, origin);
  // The origin of a `blob:` address is that of the page that made it.
  const isPage = /^https?:$/.test(url.protocol) && url.username === "" && url.password === "";
  return isPage && [origin, ...others].includes(url.origin) ? url.href : undefined;
}

/** It travels in a cookie. */
const MOST_LETTERS = 1_024;
