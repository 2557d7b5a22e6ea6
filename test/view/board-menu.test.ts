import { expect, test } from "vitest";
import { pauseMenu, rowMenu } from "../../main/view/board-menu.ts";
import { shownServices } from "../../main/view/situation.ts";
import { wordsIn } from "../../main/words/index.ts";
import { now, situation } from "./situation.ts";

const words = wordsIn("ko");
const [leave, mail] = ["hr-leave", "mail"].map((id) => {
  const shown = shownServices(situation()).find(({ service }) => service.id === id);
  if (shown === undefined) throw new Error(`${id} is not shown`);
  return shown;
});

const asks = (shown: typeof leave, state: Parameters<typeof rowMenu>[1]): string[] => {
  if (shown === undefined) throw new Error("no service");
  return rowMenu(shown, state, situation(), words, now).items.map(({ command }) =>
    command.kind === "snooze"
      ? `${command.kind} ${command.choice}`
      : command.kind === "deliver"
        ? `${command.kind} ${command.delivery}`
        : command.kind,
  );
};

const SNOOZE = ["half-hour", "hour", "three-hours", "afternoon", "tomorrow"].map(
  (choice) => `snooze ${choice}`,
);
const DELIVER = ["deliver now", "deliver batched", "deliver urgent", "deliver off"];

test("row menu - of a service that is told, put off, or muted", () => {
  expect(asks(leave, "told")).toEqual(["open-service", ...SNOOZE, "ask-until", ...DELIVER]);
  expect(asks(leave, "snoozed")).toEqual(["open-service", "end-snooze", ...SNOOZE, "ask-until", ...DELIVER]);
  expect(asks(leave, "muted")).toEqual(["open-service", ...DELIVER]);
});

test("row menu - the present way of telling is marked", () => {
  if (leave === undefined) throw new Error("no service");
  const chosen = (delivery: typeof leave.delivery) =>
    rowMenu({ ...leave, delivery }, "told", situation(), words, now).items.flatMap(({ label, isChosen }) =>
      isChosen ? [label] : [],
    );
  expect(chosen("now")).toEqual(["알림: 바로"]);
  expect(chosen("batched")).toEqual(["알림: 모아서"]);
});

test("row menu - a date and time is asked for: by default the next working morning, from now on and within a year", () => {
  if (leave === undefined) throw new Error("no service");
  const { items } = rowMenu(leave, "told", situation(), words, now);
  const [view] = items.flatMap(({ command }) => (command.kind === "ask-until" ? [command.view] : []));
  expect(view).toMatchObject({
    service: "hr-leave",
    moment: { date: "2026-11-23", time: "09:00", min: "2026-11-22T14:06", max: "2027-11-22T14:05" },
  });
});

test("row menu - a service whose link may not open has nothing to open", () => {
  expect(asks(mail, "muted")).toEqual(DELIVER);
});

test("pause menu - offers what is possible now", () => {
  const kinds = (isPaused: boolean) => pauseMenu(isPaused, words).items.map(({ command }) => command.kind);
  expect(kinds(false)).toEqual(["pause", "pause", "pause"]);
  expect(kinds(true)).toEqual(["resume"]);
});
