import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { DESKTOP_ENTRY } from "../../main/core/identity.ts";

test("identity - Electron tells the desktop the same name of the app's entry, and it is a reverse domain name", async () => {
  const manifest = JSON.parse(await readFile(join(import.meta.dirname, "../../package.json"), "utf8"));
  expect(manifest.desktopName).toBe(`${DESKTOP_ENTRY}.desktop`);
  expect(DESKTOP_ENTRY).toMatch(/^[a-z]+(\.[a-z]+){2,}$/);
});
