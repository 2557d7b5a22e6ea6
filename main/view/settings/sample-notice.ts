import type { Language } from "../../contract/catalog.ts";
import type { Preferences } from "../../core/preferences/preferences.ts";
import { wordsIn } from "../../words/index.ts";
import type { NoticeView } from "../notice.ts";

const SAMPLE_TAG = "sample";

/** A sample notification, which shows how the preferences look and sound. */
export function sampleNotice(language: Language, { sound }: Pick<Preferences, "sound">): NoticeView {
  const { settings, notice } = wordsIn(language);
  return {
    tag: SAMPLE_TAG,
    title: settings.sampleTitle,
    body: settings.sampleBody,
    snoozes: [],
    isUrgent: false,
    isSilent: !sound,
    buttons: { open: notice.open, later: notice.later },
  };
}
