import type { SnoozeUntilView } from "../../main/view/board-menu.ts";
import { SnoozeMoment } from "../snooze-moment.tsx";
import { Dialog } from "./dialog.tsx";

interface SnoozeUntilProps {
  readonly view: SnoozeUntilView;
  readonly close: string;
  readonly onChoose: (date: string, time: string) => void;
  readonly onClose: () => void;
}

/** Dialog for the date and time until which a service is snoozed, over the board. */
export function SnoozeUntil({ view, close, onChoose, onClose }: SnoozeUntilProps) {
  return (
    <Dialog title={view.title} close={close} onClose={onClose}>
      {(leave) => (
        <SnoozeMoment
          view={view.moment}
          button="note-button"
          onChoose={(date, time) => {
            leave();
            onChoose(date, time);
          }}
        />
      )}
    </Dialog>
  );
}
