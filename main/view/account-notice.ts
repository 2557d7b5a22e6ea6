import type { Language } from "../contract/catalog.ts";
import type { Preferences } from "../core/preferences/preferences.ts";
import type { Problem } from "../core/problem.ts";
import { describeProblem, wordsIn } from "../words/index.ts";
import type { NoticeView } from "./notice.ts";

/**
 * Tells, at a start without windows, that the person has to enter or repeat the account. A click opens the board, which
 * has the button for it.
 */
export function accountNotice(
  language: Language,
  problem: Problem,
  { sound }: Pick<Preferences, "sound">,
): NoticeView {
  const words = wordsIn(language);
  const { open, later } = words.notice;
  return {
    tag: "account",
    title: words.app.name,
    body: describeProblem(words, problem),
    snoozes: [],
    isUrgent: false,
    isSilent: !sound,
    buttons: { open, later },
  };
}
