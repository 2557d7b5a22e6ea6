import { expect, test } from "vitest";
import { pauseMenu, rowMenu } from "../../main/view/board-menu.ts";
import { shownServices } from "../../main/view/situation.ts";
import { wordsIn } from "../../main/words/index.ts";
import { situation } from "./situation.ts";

const words = wordsIn("ko");
const [leave, mail] = ["hr-leave", "mail"].map((id) => {
  const shown = shownServices(situation()).find(({ service }) => service.id === id);
  if (shown === undefined) throw new Error(`${id} is not shown`);
  return shown;
});

const asks = (shown: typeof leave, state: Parameters<typeof rowMenu>[1]): string[] => {
  if (shown === undefined) throw new Error("no service");
  return rowMenu(shown, state, words).items.map(({ command }) =>
    command.kind === "snooze" ? `${command.kind} ${command.choice}` : command.kind,
  );
};

test("row menu - of a service that is told, put off, or muted", () => {
  expect(asks(leave, "told")).toEqual(["open-service", "snooze hour", "snooze tomorrow", "mute"]);
  expect(asks(leave, "snoozed")).toEqual([
    "open-service",
    "end-snooze",
    "snooze hour",
    "snooze tomorrow",
    "mute",
  ]);
  expect(asks(leave, "muted")).toEqual(["open-service", "unmute"]);
});

test("row menu - a service whose link may not open has nothing to open", () => {
  expect(asks(mail, "muted")).toEqual(["unmute"]);
});

test("pause menu - offers what is possible now", () => {
  const kinds = (isPaused: boolean) => pauseMenu(isPaused, words).items.map(({ command }) => command.kind);
  expect(kinds(false)).toEqual(["pause", "pause", "pause"]);
  expect(kinds(true)).toEqual(["resume"]);
});
