import type { Language } from "../contract/catalog.ts";
import type { Preferences } from "../core/preferences/preferences.ts";
import { wordsIn } from "../words/index.ts";
import type { NoticeView } from "./notice.ts";

export const TEST_TAG = "fleet-test";

/** A test notice of the administrator. A click opens the board. */
export function testNotice(language: Language, { sound }: Pick<Preferences, "sound">): NoticeView {
  const { testTitle, testBody, open, later } = wordsIn(language).notice;
  return {
    tag: TEST_TAG,
    title: testTitle,
    body: testBody,
    snoozes: [],
    isUrgent: false,
    isSilent: !sound,
    buttons: { open, later },
  };
}
