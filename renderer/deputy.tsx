import type { DeputyView } from "../main/view/deputy.ts";

interface DeputyProps extends DeputyView {
  /** Of the buttons. */
  readonly class: string;
  readonly onOpen: (service: string) => void;
}

/** The pages on which a deputy is named. */
export function Deputy({ text, pages, class: look, onOpen }: DeputyProps) {
  return (
    <span class="deputy">
      <span>{text}</span>
      {pages.map(({ service, label }) => (
        <button key={service} type="button" class={look} onClick={() => onOpen(service)}>
          {label}
        </button>
      ))}
    </span>
  );
}
