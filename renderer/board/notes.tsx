import type { BoardView } from "../../main/view/board.ts";
import { Deputy } from "../deputy.tsx";
import { Icon } from "../icon.tsx";

type PausedProps = NonNullable<BoardView["paused"]> & {
  readonly onResume: () => void;
  readonly onDeputy: (service: string) => void;
};

export function Paused({ text, resume, deputy, onResume, onDeputy }: PausedProps) {
  return (
    <div class="note note-paused">
      <Icon name="moon" />
      <p class="note-text">{text}</p>
      <button type="button" class="note-button" onClick={onResume}>
        {resume}
      </button>
      {deputy && <Deputy {...deputy} class="note-button" onOpen={onDeputy} />}
    </div>
  );
}

type UpdateProps = NonNullable<BoardView["update"]> & { readonly onRestart: () => void };

export function Update({ text, restart, onRestart }: UpdateProps) {
  return (
    <div class="note note-update" role="status">
      <Icon name="updated" />
      <p class="note-text">{text}</p>
      <button type="button" class="note-button" onClick={onRestart}>
        {restart}
      </button>
    </div>
  );
}

export function Problems({ problems }: Pick<BoardView, "problems">) {
  return (
    <>
      {problems.map((problem) => (
        <div key={problem} class="note note-problem" role="alert">
          <Icon name="warning" />
          <p class="note-text">{problem}</p>
        </div>
      ))}
    </>
  );
}

export function Empty({ text, hint }: NonNullable<BoardView["empty"]>) {
  return (
    <div class="empty">
      <Icon name="bell" />
      <p class="empty-text">{text}</p>
      <p class="empty-hint">{hint}</p>
    </div>
  );
}

export function Week({ title, lines }: NonNullable<BoardView["week"]>) {
  return (
    <div class="note note-week">
      <Icon name="history" />
      <div class="note-text">
        <p>{title}</p>
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
    </div>
  );
}
