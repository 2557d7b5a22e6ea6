import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../icon.tsx";

interface DialogProps {
  readonly title: string;
  /** The label of the button that closes it. */
  readonly close: string;
  /** It was closed, by its button, by Escape or by what it holds. */
  readonly onClose: () => void;
  /** @param leave closes it */
  readonly children: (leave: () => void) => ComponentChildren;
}

/** A dialog over the board. It stops all keys while it is open. */
export function Dialog({ title, close, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  // `close` returns the focus to the previous element. Removing the dialog would not.
  const leave = (): void => dialog.current?.close();
  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby="dialog-title"
      onClose={onClose}
      onKeyDown={(event) => event.stopPropagation()}
    >
      <div class="dialog-header">
        <h2 id="dialog-title" class="dialog-title">
          {title}
        </h2>
        <button type="button" class="header-button" aria-label={close} title={close} onClick={leave}>
          <Icon name="close" />
        </button>
      </div>
      {children(leave)}
    </dialog>
  );
}
