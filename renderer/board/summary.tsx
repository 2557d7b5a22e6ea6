import type { Ref } from "preact";
import type { BoardView } from "../../main/view/board.ts";
import { Icon, type IconName } from "../icon.tsx";

const STATUS_ICONS: Record<BoardView["status"]["kind"], IconName> = {
  connecting: "waiting",
  syncing: "waiting",
  fresh: "check",
  unsure: "warning",
  stale: "unplugged",
  refused: "lock",
  misconfigured: "warning",
};

interface SummaryProps {
  readonly view: BoardView;
  readonly summaryRef: Ref<HTMLElement>;
  readonly onAccount: () => void;
}

/** The total and its reliability. A total that is not fresh is always beside its "as of". */
export function Summary({ view, summaryRef, onAccount }: SummaryProps) {
  const { total, status, asOf, isFresh, deadlines } = view;
  const isDue = status.kind === "fresh" && deadlines !== undefined;
  return (
    <section class="summary" ref={summaryRef}>
      <div class={`total is-${total.kind} ${total.isSure ? "" : "is-dated"}`}>
        <span class={`total-number ${total.digits.length > 4 ? "is-long" : ""}`} aria-hidden="true">
          <TotalMark {...total} />
        </span>
        <p class="total-words">
          {isFresh ? (
            total.text
          ) : (
            <>
              <strong class="as-of">{asOf}</strong> <span>{total.text}</span>
            </>
          )}
        </p>
      </div>
      <div class={`status status-${status.kind} ${status.kind === "fresh" ? "" : "is-dated"}`}>
        <Icon name={isDue ? "clock" : STATUS_ICONS[status.kind]} />
        <p class="status-words">
          <span class={isDue ? "status-due" : "status-text"}>{isDue ? deadlines : status.text}</span>
          {status.kind === "fresh" && <span class="status-as-of">{asOf}</span>}
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

/** The number, or an icon: a check mark when nothing waits, a bell when some counts are unknown. */
function TotalMark({ kind, digits }: BoardView["total"]) {
  switch (kind) {
    case "nothing":
      return <Icon name="check" />;
    case "quiet":
      return <Icon name="notifications" />;
    case "unknown":
      return <span class="total-dash">{digits}</span>;
    case "waiting":
      return <>{digits}</>;
    default:
      return kind satisfies never;
  }
}
