import type { Language } from "../../contract/catalog.ts";
import type { Preferences } from "../../core/preferences/preferences.ts";
import { messagesIn } from "../../words/index.ts";
import type { NoticeView } from "../notice.ts";

const SAMPLE_TAG = "sample";

/** A sample notification, which shows how the preferences look and sound. */
export function sampleNotice(language: Language, { sound }: Pick<Preferences, "sound">): NoticeView {
  const { settings, noticeOpen, noticeLater } = messagesIn(language);
  return {
    tag: SAMPLE_TAG,
    title: settings.sampleTitle,
    body: settings.sampleBody,
    snoozes: [],
    isUrgent: false,
    isSilent: !sound,
    buttons: { open: noticeOpen, later: noticeLater },
  };
}
