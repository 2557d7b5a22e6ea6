import { copyFile, mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { waitFor } from "../../build/desktop/wait-for.ts";
import { startVirtualDesktop, type VirtualDesktop } from "../../build/virtual-desktop.ts";
import { LANGUAGES, type Language } from "../../main/contract/catalog.ts";
import { SETTINGS_PAGES } from "../../main/core/command.ts";
import { axeFindings, DEFAULT_LOOK, LOOKS } from "../renderer/axe.ts";
import { sample } from "../sample.ts";
import { type Company, startCompany } from "./company.ts";
import { RunningApp } from "./running-app.ts";

/** The real windows of one run of the app, with real counts, in both languages and themes as the settings choose them. */

let desktop: VirtualDesktop;
let company: Company;
let app: RunningApp;
let settings: Page;
let account: Page;

beforeAll(async () => {
  [desktop, company] = await Promise.all([startVirtualDesktop(), startCompany()]);
  await company.publish("hr-leave", 3, "--due-at", new Date(Date.now() + 3_600_000).toISOString());
  await company.publish("mail", 12_345);
  const userDataDir = await mkdtemp(join(company.folder, "app-"));
  // Set up by the person and not by a policy: so the account dialog is the form.
  const file = await company.policy({ language: undefined, preferences: {} });
  await copyFile(file, join(userDataDir, "settings.json"));
  app = await RunningApp.start({ desktop, userDataDir });
  await app.trayWhere("the counts", ({ toolTip }) => toolTip.includes("12,345"));
  const board = await app.openBoard();
  await board.evaluate("alrimi.send({ kind: 'mute', service: 'mail' })");
  await board.evaluate("alrimi.send({ kind: 'open-settings' })");
  settings = await app.window("settings");
  await settings.evaluate("alrimi.send({ kind: 'open-account' })");
  account = await app.window("account");
});

afterAll(async () => {
  await app?.end();
  await Promise.all([desktop?.dispose(), company?.dispose()]);
});

/** Waits until a window shows both, in the app's theme, which Playwright would override by default. */
async function shows(page: Page, language: Language, theme: "light" | "dark"): Promise<void> {
  await page.emulateMedia({ colorScheme: null });
  await waitFor(
    () =>
      page.evaluate<boolean>(
        `document.documentElement.lang === "${language}" && matchMedia("(prefers-color-scheme: ${theme})").matches`,
      ),
    { what: `${page.url()} is ${theme} and speaks ${language}` },
  );
}

async function hasNothingToMend(page: Page, where: string, looks: typeof LOOKS | [typeof DEFAULT_LOOK]) {
  for (const look of looks) {
    await page.emulateMedia(look);
    expect(await axeFindings(page), `${where} ${JSON.stringify(look)}`).toEqual([]);
  }
  await page.emulateMedia(DEFAULT_LOOK);
}

for (const theme of ["light", "dark"] as const) {
  for (const language of sample(LANGUAGES, (each) => each === (theme === "dark" ? "ko" : "en"))) {
    test(`windows - axe finds nothing to mend in the settings, the board and the account dialog: ${theme}, ${language}`, async () => {
      for (const [key, value] of Object.entries({ language, theme })) {
        await settings.evaluate(`alrimi.send({ kind: "set", key: "${key}", value: "${value}" })`);
      }
      await shows(settings, language, theme);
      for (const page of SETTINGS_PAGES) {
        await settings.evaluate(`alrimi.send({ kind: "page", page: "${page}" })`);
        await settings.locator(`#page-${page}[aria-selected=true]`).waitFor();
        await hasNothingToMend(
          settings,
          page,
          page === "hours" || page === "services" ? LOOKS : [DEFAULT_LOOK],
        );
      }
      await shows(account, language, theme);
      await hasNothingToMend(account, "account", LOOKS);
      if (await app.isBoardVisible()) await app.closeBoard();
      const board = await app.openBoard();
      await shows(board, language, theme);
      await board.waitForSelector(".status-fresh");
      await hasNothingToMend(board, "board", LOOKS);
    });
  }
}
