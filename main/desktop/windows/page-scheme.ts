import { app, protocol, type Session } from "electron";
import { answer, PAGE_SCHEME, readPages } from "./pages.ts";

/**
 * Chromium's network has nothing to do in this app: the broker is spoken to by Node. So it knows no address of any name,
 * and nothing that a page could be made to do leaves the computer by it (a prefetch of a name is asked of no policy).
 */
export function closeNetwork(): void {
  app.commandLine.appendSwitch("host-resolver-rules", "MAP * ~NOTFOUND");
  app.commandLine.appendSwitch("proxy-server", "socks5://127.0.0.1:9");
}

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
