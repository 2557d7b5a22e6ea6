import type { SettingsView } from "../../main/view/settings/settings-view.ts";
import { Icon } from "../icon.tsx";
import type { Send } from "./send.ts";

interface PageListProps {
  readonly label: string;
  readonly pages: SettingsView["pages"];
  readonly page: SettingsView["page"];
  readonly send: Send;
}

/** Steps of the arrow keys. Left and right work too, because in a small window the list is above the page. */
const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/** Tabs of the pages. They are one stop of the Tab key; the arrow keys switch between them. */
export function PageList({ label, pages, page, send }: PageListProps) {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const to = placeOf(event.key);
    const target = to === undefined ? undefined : pages[to];
    if (target === undefined) return;
    event.preventDefault();
    document.getElementById(`page-${target.page}`)?.focus();
    send({ kind: "page", page: target.page });
  };
  const placeOf = (key: string): number | undefined => {
    if (key === "Home") return 0;
    if (key === "End") return pages.length - 1;
    const step = STEPS[key];
    const from = pages.findIndex(({ page: each }) => `page-${each}` === document.activeElement?.id);
    return step === undefined ? undefined : (from + step + pages.length) % pages.length;
  };
  return (
    <nav class="pages">
      <div
        class="page-tabs"
        role="tablist"
        aria-label={label}
        aria-orientation="vertical"
        onKeyDown={onKeyDown}
      >
        {pages.map((each) => (
          <button
            key={each.page}
            type="button"
            role="tab"
            id={`page-${each.page}`}
            class="page-tab"
            aria-selected={each.page === page}
            aria-controls="page"
            tabIndex={each.page === page ? 0 : -1}
            onClick={() => send({ kind: "page", page: each.page })}
          >
            <Icon name={each.page} />
            <span>{each.label}</span>
          </button>
        ))}
      </div>
    </nav>
  );
}
