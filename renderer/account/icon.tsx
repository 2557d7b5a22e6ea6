const PATHS = {
  link: "M6.7 9.3 9.3 6.7M7.2 4.6l1.3-1.3a2.9 2.9 0 0 1 4.2 4.2l-1.3 1.3M8.8 11.4l-1.3 1.3a2.9 2.9 0 0 1-4.2-4.2l1.3-1.3",
  done: "m3.4 8.3 3 3 6.2-6.6",
  now: "M8 2.2A5.8 5.8 0 1 1 2.2 8",
  failed: "m4.2 4.2 7.6 7.6m0-7.6-7.6 7.6",
  open: "M8 7.99h.01",
  skipped: "M4.4 8h7.2",
  warning: "M8 2 14.6 13.5H1.4ZM8 6.4v3.2M8 11.4v.2",
  lock: "M4 7.2h8v6.3H4ZM5.5 7.2V5a2.5 2.5 0 0 1 5 0v2.2M8 9.7v1.6",
  shown:
    "M1.6 8S3.9 3.7 8 3.7 14.4 8 14.4 8 12.1 12.3 8 12.3 1.6 8 1.6 8ZM8 6.1a1.9 1.9 0 1 1 0 3.8 1.9 1.9 0 0 1 0-3.8Z",
  hidden:
    "M2.4 2.4l11.2 11.2M6.3 3.9A6 6 0 0 1 8 3.7c4.1 0 6.4 4.3 6.4 4.3a11 11 0 0 1-1.9 2.4M4 5a10.6 10.6 0 0 0-2.4 3S3.9 12.3 8 12.3a6 6 0 0 0 3.1-.9M6.7 6.7a1.9 1.9 0 0 0 2.6 2.6",
  file: "M4 1.8h5.2L12.5 5v9.2H4ZM9 1.8V5.2h3.5",
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
