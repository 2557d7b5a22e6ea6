import type { Language } from "../contract/catalog.ts";
import { oneLine } from "../contract/text.ts";
import type { Problem } from "../core/problem.ts";
import { accountEn } from "./account/en.ts";
import { accountKo } from "./account/ko.ts";
import { appEn } from "./app/en.ts";
import { appKo } from "./app/ko.ts";
import { boardEn } from "./board/en.ts";
import { boardKo } from "./board/ko.ts";
import { connectionEn } from "./connection/en.ts";
import { connectionKo } from "./connection/ko.ts";
import { countsEn } from "./counts/en.ts";
import { countsKo } from "./counts/ko.ts";
import { noticeEn } from "./notice/en.ts";
import { noticeKo } from "./notice/ko.ts";
import { pauseEn } from "./pause/en.ts";
import { pauseKo } from "./pause/ko.ts";
import { problemEn } from "./problem/en.ts";
import { problemKo } from "./problem/ko.ts";
import { settingsEn } from "./settings/en.ts";
import { settingsKo } from "./settings/ko.ts";
import { trayEn } from "./tray/en.ts";
import { trayKo } from "./tray/ko.ts";
import { updateEn } from "./update/en.ts";
import { updateKo } from "./update/ko.ts";
import { weekEn } from "./week/en.ts";
import { weekKo } from "./week/ko.ts";

export type { AccountWords } from "./account/ko.ts";
export type { HistoryWords } from "./history/ko.ts";
export type { SettingsWords } from "./settings/ko.ts";

const ko = {
  account: accountKo,
  app: appKo,
  board: boardKo,
  connection: connectionKo,
  counts: countsKo,
  notice: noticeKo,
  pause: pauseKo,
  problems: problemKo,
  settings: settingsKo,
  tray: trayKo,
  update: updateKo,
  week: weekKo,
};

/** All texts of the app. Korean is the original. The command's texts are in folders of their own. */
export type Words = typeof ko;

const en: Words = {
  account: accountEn,
  app: appEn,
  board: boardEn,
  connection: connectionEn,
  counts: countsEn,
  notice: noticeEn,
  pause: pauseEn,
  problems: problemEn,
  settings: settingsEn,
  tray: trayEn,
  update: updateEn,
  week: weekEn,
};

const words: Readonly<Record<Language, Words>> = { ko, en };

export function wordsIn(language: Language): Words {
  return words[language];
}

export function describeProblem(words: Words, problem: Problem): string {
  const describe = words.problems[problem.key] as (...args: readonly string[]) => string;
  return describe(...problem.args.map(oneLine)); // file names, ids and system messages may hold any characters
}
