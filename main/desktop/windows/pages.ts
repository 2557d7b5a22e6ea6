import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";

/** Serves the pages of our windows. Their URLs contain no file path. */

/** URL scheme of our pages. */
export const PAGE_SCHEME = "alrimi-page";
const ORIGIN = `${PAGE_SCHEME}://pages`;

/** The same policy as in the pages themselves. The header also covers other content that a page might load. */
export const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'";

/** File types that the Vite build of our pages creates. Other types are not served. */
const MIME_TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
};

export type PageName = "board" | "settings" | "account";

export interface ServedFile {
  readonly mimeType: string;
  readonly bytes: Buffer;
}

/** Answer to a request of a page. */
export interface Answer {
  readonly statusCode: 200 | 404;
  readonly headers: Record<string, string>;
  readonly data: Buffer;
}

/** URL of a page, in the form that Chromium reports. */
export function pageUrl(name: PageName): string {
  return `${ORIGIN}/${name}.html`;
}

/**
 * Reads all served files: the compiled pages and their `assets`, without links. They are read at once (about 100 KB),
 * so no request ever becomes a path.
 * @param folder `out/renderer`; may be in an asar archive
 * @returns the files by complete URL
 * @throws when a file cannot be read
 */
export async function readPages(folder: string): Promise<ReadonlyMap<string, ServedFile>> {
  const found = await Promise.all([readFolder(folder, ""), readFolder(folder, "assets")]);
  return new Map(found.flat());
}

async function readFolder(root: string, below: string): Promise<(readonly [string, ServedFile])[]> {
  const folder = join(root, below);
  const names = (await readdir(folder, { withFileTypes: true })).flatMap((entry) => {
    const mimeType = MIME_TYPES[extname(entry.name)];
    return entry.isFile() && mimeType !== undefined ? [{ name: entry.name, mimeType }] : [];
  });
  return Promise.all(
    names.map(async ({ name, mimeType }) => {
      const bytes = await readFile(join(folder, name));
      const path = below === "" ? name : `${below}/${name}`;
      return [`${ORIGIN}/${path}`, { mimeType, bytes }] as const;
    }),
  );
}

/** Answers a request. 404 for every URL that is not served. */
export function answer(pages: ReadonlyMap<string, ServedFile>, method: string, url: string): Answer {
  const file = method === "GET" ? pages.get(url) : undefined;
  const headers = { "content-security-policy": PAGE_POLICY, "x-content-type-options": "nosniff" };
  if (file === undefined) return { statusCode: 404, headers, data: Buffer.of() };
  return { statusCode: 200, headers: { ...headers, "content-type": file.mimeType }, data: file.bytes };
}

/** Whether a sender is the page that a window was created for: its own contents, showing our page of that name. */
export function isPageOf<Contents>(
  window: { readonly webContents: Contents } | undefined,
  name: PageName,
  sender: Contents,
  url: string,
): boolean {
  return window?.webContents === sender && url === pageUrl(name);
}
