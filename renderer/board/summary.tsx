import type { Ref } from "preact";
import type { BoardView } from "../../main/core/view/board.ts";
import { Icon, type IconName } from "../icon.tsx";

const STATUS_ICONS: Record<BoardView["status"]["kind"], IconName> = {
  connecting: "waiting",
  syncing: "waiting",
  fresh: "check",
  stale: "unplugged",
  refused: "lock",
  misconfigured: "warning",
};

interface SummaryProps {
  readonly view: BoardView;
  readonly summaryRef: Ref<HTMLElement>;
  readonly onAccount: () => void;
}

/** The total and how far it can be trusted. A total that is not fresh always stands beside its "as of". */
export function Summary({ view, summaryRef, onAccount }: SummaryProps) {
  const { total, totalDigits: digits, totalText, status, asOf, isFresh } = view;
  const isAllDone = isFresh && total === 0;
  return (
    <section class="summary" ref={summaryRef}>
      <div class="total">
        <span class={`total-number ${digits.length > 4 ? "is-long" : ""}`} aria-hidden="true">
          {isAllDone ? <Icon name="check" /> : !isFresh && total === 0 ? "–" : digits}
        </span>
        <p class="total-words">
          {isFresh ? (
            totalText
          ) : (
            <>
              <strong class="as-of">{asOf}</strong> {total > 0 && <span>{totalText}</span>}
            </>
          )}
        </p>
      </div>
      <div class={`status status-${status.kind}`}>
        <Icon name={STATUS_ICONS[status.kind]} />
        <p class="status-words">
          <span class="status-text">{status.text}</span>
          {isFresh && <span class="status-as-of">{asOf}</span>}
          {status.hint !== undefined && <span class="status-hint">{status.hint}</span>}
        </p>
        {status.account !== undefined && (
          <button type="button" class="note-button" onClick={onAccount}>
            {status.account}
          </button>
        )}
      </div>
    </section>
  );
}
