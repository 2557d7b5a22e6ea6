import { protocol, type Session } from "electron";
import { answer, PAGE_SCHEME, readPages } from "./pages.ts";

/** Makes our pages an origin of their own, as those of the web are. Electron takes this only before it is ready. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: PAGE_SCHEME, privileges: { standard: true, secure: true } },
  ]);
}

/**
 * Readies a session for our windows, before its first one: it serves our pages, and looks up nothing outside.
 * @param folder of the compiled pages
 */
export function prepareSession(session: Session, folder: string): void {
  if (session.protocol.isProtocolHandled(PAGE_SCHEME)) return;
  // Chromium fetches the dictionaries of these languages, whether or not a window checks spelling.
  session.setSpellCheckerLanguages([]);
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.on("will-download", (event) => event.preventDefault());
  const pages = readPages(folder);
  session.protocol.handle(PAGE_SCHEME, async ({ method, url }) => answer(await pages, method, url));
}
