import { useEffect } from "preact/hooks";
import type { SettingsView } from "../../main/view/settings/settings-view.ts";
import { Item } from "./item.tsx";
import { Outcome } from "./outcome.tsx";
import { PageList } from "./page-list.tsx";
import type { Send } from "./send.ts";

interface SettingsProps {
  readonly view: SettingsView;
  readonly send: Send;
}

export function Settings({ view, send }: SettingsProps) {
  const { page, pages, sections, hint, outcome } = view;

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      // Whoever needed the key for something smaller, such as giving up a question, has taken it.
      if (event.key !== "Escape" || event.defaultPrevented) return;
      event.preventDefault();
      send({ kind: "close" });
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [send]);

  return (
    <div class="settings">
      <PageList label={view.pagesLabel} pages={pages} page={page} send={send} />
      {/* Another page is another element: it begins at its top. */}
      <main key={page} class="page">
        <div id="page" role="tabpanel" aria-labelledby={`page-${page}`}>
          <h1 class="page-title">{pages.find((each) => each.page === page)?.label}</h1>
          <p class="page-hint">{hint}</p>
          <Outcome outcome={outcome} send={send} />
          {sections.map(({ title, items }, index) => (
            <section key={index} class="section">
              {title !== undefined && <h2 class="section-title">{title}</h2>}
              <div class="card">
                {items.map((item) => (
                  <Item key={"key" in item ? item.key : item.kind} item={item} send={send} />
                ))}
              </div>
            </section>
          ))}
        </div>
      </main>
    </div>
  );
}
