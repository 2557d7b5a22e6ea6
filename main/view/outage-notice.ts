import type { OutageCause } from "../core/connection.ts";
import { OUTAGE_TAG } from "../core/knowledge/outage.ts";
import { wordsIn } from "../words/index.ts";
import type { NoticeView } from "./notice.ts";
import type { Situation } from "./situation.ts";
import { momentText } from "./time.ts";

/**
 * A quiet notice that no current counts arrive. A click opens the board, which has the advice.
 * @param lastContact milliseconds since the Unix epoch, as `now`; null before the first contact
 */
export function outageNotice(
  cause: OutageCause,
  lastContact: number | null,
  situation: Pick<Situation, "language" | "calendar">,
  now: number,
): NoticeView {
  const { notice, counts } = wordsIn(situation.language);
  const since =
    lastContact === null ? counts.neverConnected : counts.asOf(momentText(situation, lastContact, now));
  return {
    tag: OUTAGE_TAG,
    title: notice.outageTitle,
    body: `${cause === "keeper-late" ? notice.outageLate : notice.outageLost}\n${since}`,
    snoozes: [],
    isUrgent: false,
    isSilent: true,
    buttons: { open: notice.open, later: notice.later },
  };
}
