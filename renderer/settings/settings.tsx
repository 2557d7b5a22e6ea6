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
      // A smaller part, such as an open question, has used the key.
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
      {/* The key makes a new element per page, so that each page starts at its top. */}
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
