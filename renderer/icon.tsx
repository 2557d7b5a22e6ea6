const BELL =
  "M8 1.8c-2.9 0-4.5 2-4.5 4.6v3L2 11.8h12l-1.5-2.4v-3c0-2.6-1.6-4.6-4.5-4.6ZM6.4 13.9a1.7 1.7 0 0 0 3.2 0";
const CLOCK = "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM8 4.4V8l2.4 1.6";
const MOON = "M6.6 1.9a6.3 6.3 0 1 0 7.5 7.7A5.4 5.4 0 0 1 6.6 1.9Z";

const PATHS = {
  bell: "M8 1.8c-2.9 0-4.5 2-4.5 4.6v3L2 11.8h12l-1.5-2.4v-3c0-2.6-1.6-4.6-4.5-4.6ZM6.4 13.9a1.7 1.7 0 0 0 3.2 0M5.8 6.9l1.6 1.6 2.9-3.2",
  close: "m4 4 8 8m0-8-8 8",
  check: "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM5 8.2l2.1 2.1L11 6",
  waiting: "M8 1.5A6.5 6.5 0 1 1 1.5 8",
  unplugged: "M2 2l12 12M4.2 5.6A4 4 0 0 0 4.5 13h7.2M6.4 4.3a4 4 0 0 1 5.3 3.2 2.8 2.8 0 0 1 2.2 4.3",
  lock: "M4 7.2h8v6.3H4ZM5.5 7.2V5a2.5 2.5 0 0 1 5 0v2.2M8 9.7v1.6",
  warning: "M8 2 14.6 13.5H1.4ZM8 6.4v3.2M8 11.4v.2",
  moon: MOON,
  clock: CLOCK,
  more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  muted:
    "M2 2l12 12M5.2 3A4.4 4.4 0 0 1 8 1.8c2.9 0 4.5 2 4.5 4.6v2.4M3.6 5.7l-.1.7v3L2 11.8h9.8M6.4 13.9a1.7 1.7 0 0 0 3.2 0",
  gear: "M8 5.8a2.2 2.2 0 1 1 0 4.4 2.2 2.2 0 0 1 0-4.4ZM8 1.5v2M8 12.5v2M1.5 8h2M12.5 8h2M3.4 3.4l1.4 1.4M11.2 11.2l1.4 1.4M12.6 3.4l-1.4 1.4M4.8 11.2l-1.4 1.4",
  keyboard:
    "M2.5 4h11c.6 0 1 .4 1 1v6c0 .6-.4 1-1 1h-11c-.6 0-1-.4-1-1V5c0-.6.4-1 1-1ZM4.5 6.8h.01M8 6.8h.01M11.5 6.8h.01M5 9.5h6",
  notifications: BELL,
  hours: CLOCK,
  services: "M2.5 2.5h11v4.2h-11ZM2.5 9.3h11v4.2h-11ZM5 4.6h.2M5 11.4h.2",
  general: "M2 4.5h6.2M11.8 4.5H14M2 11.5h2.2M7.8 11.5H14M10 2.7v3.6M6 9.7v3.6",
  account: "M8 8.2a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM2.6 13.8c.6-2.4 2.8-3.6 5.4-3.6s4.8 1.2 5.4 3.6",
  history: "M2.2 5.2a6.3 6.3 0 1 1-.5 2.8M1.8 2.4l.4 3 3-.4M8 4.8V8l2.2 1.4",
  support:
    "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM6.1 6.2a1.9 1.9 0 1 1 2.9 1.7c-.6.4-1 .8-1 1.5M8 11.4v.2",
  told: BELL,
  silent: MOON,
  withdrawn: "m3.2 8.4 3.1 3.1 6.5-7",
  updated: "M8 10.6V2.6M4.8 7.4 8 10.6l3.2-3.2M2.6 13.4h10.8",
  down: "m4 6 4 4 4-4",
  link: "M6.7 9.3 9.3 6.7M7.2 4.6l1.3-1.3a2.9 2.9 0 0 1 4.2 4.2l-1.3 1.3M8.8 11.4l-1.3 1.3a2.9 2.9 0 0 1-4.2-4.2l1.3-1.3",
  done: "m3.4 8.3 3 3 6.2-6.6",
  now: "M8 2.2A5.8 5.8 0 1 1 2.2 8",
  failed: "m4.2 4.2 7.6 7.6m0-7.6-7.6 7.6",
  open: "M8 7.99h.01",
  skipped: "M4.4 8h7.2",
  shown:
    "M1.6 8S3.9 3.7 8 3.7 14.4 8 14.4 8 12.1 12.3 8 12.3 1.6 8 1.6 8ZM8 6.1a1.9 1.9 0 1 1 0 3.8 1.9 1.9 0 0 1 0-3.8Z",
  hidden:
    "M2.4 2.4l11.2 11.2M6.3 3.9A6 6 0 0 1 8 3.7c4.1 0 6.4 4.3 6.4 4.3a11 11 0 0 1-1.9 2.4M4 5a10.6 10.6 0 0 0-2.4 3S3.9 12.3 8 12.3a6 6 0 0 0 3.1-.9M6.7 6.7a1.9 1.9 0 0 0 2.6 2.6",
  file: "M4 1.8h5.2L12.5 5v9.2H4ZM9 1.8V5.2h3.5",
} as const;

export type IconName = keyof typeof PATHS;

/** Decorative icon in the colour of the text. Its meaning must also be in words beside it. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
