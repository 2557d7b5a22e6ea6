import type { FormView } from "../../main/view/account.ts";

const BELL =
  "M8 1.8c-2.9 0-4.5 2-4.5 4.6v3L2 11.8h12l-1.5-2.4v-3c0-2.6-1.6-4.6-4.5-4.6ZM6.4 13.9a1.7 1.7 0 0 0 3.2 0";

/** Card that says where the icon is, with a picture of the place. */
export function HiddenIcon({ kind, heading, text }: NonNullable<FormView["hiddenIcon"]>) {
  return (
    <section class="hidden-icon">
      {kind === "windows-overflow" ? <Taskbar /> : <TopBar />}
      <div class="hidden-icon-words">
        <p class="hidden-icon-heading">{heading}</p>
        <p>{text}</p>
      </div>
    </section>
  );
}

/** The end of the taskbar, with the icon in the flyout of its button. */
function Taskbar() {
  return (
    <svg class="hidden-icon-picture" viewBox="0 0 120 72" width="90" height="54" aria-hidden="true">
      <rect class="bar" x="0" y="48" width="120" height="24" />
      <rect class="flyout" x="14" y="4" width="52" height="32" rx="5" />
      <g class="bell" transform="translate(32 12)">
        <path d={BELL} />
      </g>
      <path class="line" d="M34 63l6-6 6 6" />
      <path class="line" d="M60 34c12 4 18 12 20 18m-5-3 5 4 3-5" />
      <path class="faint" d="M78 60h10M94 57h18M94 63h18" />
    </svg>
  );
}

/** The top bar, with the place where the icon appears. */
function TopBar() {
  return (
    <svg class="hidden-icon-picture" viewBox="0 0 120 72" width="90" height="54" aria-hidden="true">
      <rect class="bar" x="0" y="0" width="120" height="22" />
      <path class="faint" d="M48 11h24M96 11h6M108 11h6" />
      <circle class="flyout" cx="82" cy="11" r="10" />
      <g class="bell" transform="translate(74 3)">
        <path d={BELL} />
      </g>
      <path class="line" d="M82 46V27m-5 5 5-5 5 5" />
    </svg>
  );
}
