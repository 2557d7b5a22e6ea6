import type { Language } from "../contract/catalog.ts";
import type { Preferences } from "../core/preferences/preferences.ts";
import { wordsIn } from "../words/index.ts";
import type { NoticeView } from "./notice.ts";

/** Tells where to find the tray icon, which Windows 11 hides at first. A click opens the board. */
export function overflowNotice(language: Language, { sound }: Pick<Preferences, "sound">): NoticeView {
  const { overflowTitle, overflowHint, open, later } = wordsIn(language).notice;
  return {
    tag: "overflow",
    title: overflowTitle,
    body: overflowHint,
    snoozes: [],
    isUrgent: false,
    isSilent: !sound,
    buttons: { open, later },
  };
}
