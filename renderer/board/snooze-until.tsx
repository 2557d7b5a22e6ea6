import { useState } from "preact/hooks";
import type { SnoozeUntilView } from "../../main/view/board-menu.ts";
import { TimeInput } from "../time-input.tsx";
import { readTime } from "../time-text.ts";
import { Dialog } from "./dialog.tsx";

interface SnoozeUntilProps {
  readonly view: SnoozeUntilView;
  readonly close: string;
  readonly onChoose: (date: string, time: string) => void;
  readonly onClose: () => void;
}

/** Dialog for the date and time until which a service is snoozed, over the board. */
export function SnoozeUntil({ view, close, onChoose, onClose }: SnoozeUntilProps) {
  const [date, setDate] = useState(view.date);
  const [time, setTime] = useState(view.time);
  const isTime = readTime(time) !== undefined;
  const moment = `${date}T${time}`;
  const isPossible = date !== "" && isTime && moment >= view.min && moment <= view.max;
  return (
    <Dialog title={view.title} close={close} onClose={onClose}>
      {(leave) => (
        <div class="snooze-until">
          <input
            type="date"
            class="date"
            aria-label={view.dateLabel}
            aria-describedby="snooze-hint"
            min={view.min.slice(0, 10)}
            max={view.max.slice(0, 10)}
            value={date}
            onInput={({ currentTarget }) => setDate(currentTarget.value)}
          />
          <TimeInput
            label={view.timeLabel}
            value={time}
            isLocked={false}
            isRefused={!isTime}
            describedBy="snooze-hint"
            onSet={setTime}
          />
          <button
            type="button"
            class="note-button"
            aria-disabled={!isPossible}
            onClick={() => {
              if (!isPossible) return;
              leave();
              onChoose(date, time);
            }}
          >
            {view.button}
          </button>
          <p id="snooze-hint" class="snooze-hint" role="status">
            {isPossible ? "" : view.hint}
          </p>
        </div>
      )}
    </Dialog>
  );
}
