import { useEffect, useRef } from "preact/hooks";
import type { HelpView } from "../../main/view/board-menu.ts";
import { Icon } from "../icon.tsx";

interface HelpProps {
  readonly view: HelpView;
  readonly close: string;
  readonly onClose: () => void;
}

/** Dialog with the keyboard shortcuts, over the board. */
export function Help({ view, close, onClose }: HelpProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  // `close` returns the focus to the previous element. Removing the dialog would not.
  const leave = (): void => dialog.current?.close();
  return (
    <dialog
      ref={dialog}
      class="help"
      aria-labelledby="help-title"
      onClose={onClose}
      onKeyDown={(event) => event.stopPropagation()}
    >
      <div class="help-header">
        <h2 id="help-title" class="help-title">
          {view.title}
        </h2>
        <button type="button" class="header-button" aria-label={close} title={close} onClick={leave}>
          <Icon name="close" />
        </button>
      </div>
      <dl class="help-keys">
        {view.keys.map(({ keys, text }) => (
          <div key={text} class="help-row">
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </dialog>
  );
}
