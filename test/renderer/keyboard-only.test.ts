import { afterAll, beforeAll, expect, test } from "vitest";
import { LANGUAGES } from "../../main/contract/catalog.ts";
import { SETTINGS_PAGES } from "../../main/core/command.ts";
import type { AccountContract } from "../../main/desktop/windows/contracts/account.ts";
import type { SettingsContract } from "../../main/desktop/windows/contracts/settings.ts";
import { accountView } from "../../main/view/account.ts";
import { dialogOf, tested } from "../core/account/forms.ts";
import { sample } from "../sample.ts";
import { viewOf } from "../view/settings-inputs.ts";
import { axeFindings } from "./axe.ts";
import { type BoardPage, openBoardPage } from "./board-page.ts";
import { crowd, now, stale, view } from "./situations.ts";
import { tabFaults } from "./tab-walk.ts";
import { openWindowPage, type WindowPage } from "./window-page.ts";

/** The windows for people who enlarge everything and have no mouse. */

let board: BoardPage;
let settings: WindowPage<SettingsContract>;
let account: WindowPage<AccountContract>;
beforeAll(async () => {
  board = await openBoardPage();
  settings = await openWindowPage({ name: "settings", size: { width: 760, height: 600 } });
  account = await openWindowPage({ name: "account", size: { width: 520, height: 690 } });
});
afterAll(async () => {
  await board?.dispose();
  await settings?.dispose();
  await account?.dispose();
});

const failed = tested({ kind: "failed", step: "sign-in", cause: "credentials", detail: "" });
/** Each is drawn differently: Korean is taller and English is longer. */
const cases = [1, 1.25, 1.5, 2].flatMap((factor) => LANGUAGES.map((language) => ({ factor, language })));

for (const { factor, language } of sample(cases, ({ language }) => language === "ko")) {
  const where = `at ${factor * 100} %, ${language}`;

  test(`board - Tab reaches every control and shows where it is, and axe finds nothing to mend: ${where}`, async () => {
    const views = [view({}, language), view({ ...crowd(30), connection: stale, pausedUntil: now }, language)];
    for (const each of views) {
      await board.openAndSettle(each);
      await board.fit(factor);
      expect(await tabFaults(board.page)).toEqual([]);
      expect(await axeFindings(board.page)).toEqual([]);
    }
  });

  test(`settings - Tab reaches every control and shows where it is, and axe finds nothing to mend: ${where}`, async () => {
    await settings.zoom(factor);
    for (const page of SETTINGS_PAGES) {
      await settings.open(viewOf(page, { language }));
      expect(await tabFaults(settings.page), page).toEqual([]);
      expect(await axeFindings(settings.page), page).toEqual([]);
    }
  });

  test(`account page - Tab reaches every control and shows where it is, and axe finds nothing to mend: ${where}`, async () => {
    await account.zoom(factor);
    for (const dialog of [
      dialogOf({ startsAtLogin: true }, {}, language),
      dialogOf({}, { method: "credentials" }, language),
      dialogOf({ startsAtLogin: true, hiddenIcon: "windows-overflow", ...failed }, {}, language),
    ]) {
      await account.open(accountView(dialog));
      expect(await tabFaults(account.page)).toEqual([]);
      expect(await axeFindings(account.page)).toEqual([]);
    }
  });
}
