import type { HelpView } from "../../main/view/board-menu.ts";
import { Dialog } from "./dialog.tsx";

interface HelpProps {
  readonly view: HelpView;
  readonly close: string;
  readonly onClose: () => void;
}

/** Dialog with the keyboard shortcuts, over the board. */
export function Help({ view, close, onClose }: HelpProps) {
  return (
    <Dialog title={view.title} close={close} onClose={onClose}>
      {() => (
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
      )}
    </Dialog>
  );
}
