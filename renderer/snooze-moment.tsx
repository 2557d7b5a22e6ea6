import { useId, useState } from "preact/hooks";
import type { SnoozeMomentView } from "../main/view/snooze-moment.ts";
import { TimeInput } from "./time-input.tsx";
import { readTime } from "./time-text.ts";

interface SnoozeMomentProps {
  readonly view: SnoozeMomentView;
  /** The class of the page's buttons. */
  readonly button: string;
  readonly onChoose: (date: string, time: string) => void;
}

/** The date and time until which a service is snoozed. It says which moments can be chosen when another one is entered. */
export function SnoozeMoment({ view, button, onChoose }: SnoozeMomentProps) {
  const [date, setDate] = useState(view.date);
  const [time, setTime] = useState(view.time);
  const hint = useId();
  const isTime = readTime(time) !== undefined;
  const moment = `${date}T${time}`;
  const isPossible = date !== "" && isTime && moment >= view.min && moment <= view.max;
  return (
    <div class="snooze-moment">
      <input
        type="date"
        class="date"
        aria-label={view.dateLabel}
        aria-describedby={hint}
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
        describedBy={hint}
        onSet={setTime}
      />
      <button
        type="button"
        class={button}
        aria-disabled={!isPossible}
        onClick={isPossible ? () => onChoose(date, time) : undefined}
      >
        {view.button}
      </button>
      <p id={hint} class="snooze-hint" role="status">
        {isPossible ? "" : view.hint}
      </p>
    </div>
  );
}
