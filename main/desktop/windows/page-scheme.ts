import { protocol, type Session } from "electron";
import { answer, PAGE_SCHEME, readPages } from "./pages.ts";

/** Registers the scheme of our pages, which gives them an origin. Must be called before Electron is ready. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: PAGE_SCHEME, privileges: { standard: true, secure: true } },
  ]);
}

/**
 * Prepares a new session, before its first window loads a page: it serves our pages, and requests nothing from
 * outside.
 * @param folder folder of the compiled pages
 */
export function prepareSession(session: Session, folder: string): void {
  // Chromium would download dictionaries for these languages even if no window checks spelling.
  session.setSpellCheckerLanguages([]);
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.on("will-download", (event) => event.preventDefault());
  const pages = readPages(folder);
  // Not by `protocol.handle`, which Electron recommends: it answers with a `Response`, for which Node loads its whole
  // client for HTTP, and the first board stood on the screen at 146 ms instead of 107 ms.
  session.protocol.registerBufferProtocol(PAGE_SCHEME, ({ method, url }, respond) => {
    void pages.then((all) => respond(answer(all, method, url)));
  });
}
