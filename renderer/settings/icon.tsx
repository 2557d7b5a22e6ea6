const PATHS = {
  notifications:
    "M8 1.8c-2.9 0-4.5 2-4.5 4.6v3L2 11.8h12l-1.5-2.4v-3c0-2.6-1.6-4.6-4.5-4.6ZM6.4 13.9a1.7 1.7 0 0 0 3.2 0",
  hours: "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM8 4.4V8l2.4 1.6",
  services: "M2.5 2.5h11v4.2h-11ZM2.5 9.3h11v4.2h-11ZM5 4.6h.2M5 11.4h.2",
  general: "M2 4.5h6.2M11.8 4.5H14M2 11.5h2.2M7.8 11.5H14M10 2.7v3.6M6 9.7v3.6",
  account: "M8 8.2a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM2.6 13.8c.6-2.4 2.8-3.6 5.4-3.6s4.8 1.2 5.4 3.6",
  history: "M2.2 5.2a6.3 6.3 0 1 1-.5 2.8M1.8 2.4l.4 3 3-.4M8 4.8V8l2.2 1.4",
  told: "M8 1.8c-2.9 0-4.5 2-4.5 4.6v3L2 11.8h12l-1.5-2.4v-3c0-2.6-1.6-4.6-4.5-4.6ZM6.4 13.9a1.7 1.7 0 0 0 3.2 0",
  silent: "M6.6 1.9a6.3 6.3 0 1 0 7.5 7.7A5.4 5.4 0 0 1 6.6 1.9Z",
  withdrawn: "m3.2 8.4 3.1 3.1 6.5-7",
  lock: "M4 7.2h8v6.3H4ZM5.5 7.2V5a2.5 2.5 0 0 1 5 0v2.2M8 9.7v1.6",
  warning: "M8 2 14.6 13.5H1.4ZM8 6.4v3.2M8 11.4v.2",
  down: "m4 6 4 4 4-4",
} as const;

export type IconName = keyof typeof PATHS;

/** A line drawing in the text's colour; what it means stands beside it in words. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
