import type { TellingDecision } from "../../core/knowledge/effect.ts";
import type { LivingNotice } from "../../core/knowledge/living-notice.ts";
import type { NoticeView } from "../../view/notice.ts";
import type { Clock } from "../clock.ts";

/** Shows what is told, and lets the notice on the screen follow the counts. */
export interface NoticeWriter {
  tell(decision: TellingDecision): void;
  /** Shows the present notice without a sound, at the latest after so many milliseconds. */
  rewrite(after: number): void;
  stop(): void;
}

/** @param present the notice as it is now */
export function createNoticeWriter(
  clock: Pick<Clock, "after">,
  show: (notice: NoticeView) => void,
  viewOf: (decision: TellingDecision) => NoticeView,
  present: () => LivingNotice | null,
): NoticeWriter {
  let pending: { readonly after: number; readonly cancel: () => void } | undefined;

  function stop(): void {
    pending?.cancel();
    pending = undefined;
  }

  return {
    tell(decision) {
      if (decision.kind !== "hint") stop(); // it shows the present counts
      show(viewOf(decision));
    },
    rewrite(after) {
      if (pending !== undefined && pending.after <= after) return;
      stop();
      const cancel = clock.after(after, () => {
        pending = undefined;
        const notice = present();
        if (notice?.place === "screen") show({ ...viewOf(notice.says), isSilent: true });
      });
      pending = { after, cancel };
    },
    stop,
  };
}
