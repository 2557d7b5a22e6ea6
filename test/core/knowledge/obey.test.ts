import { expect, test } from "vitest";
import { eventOf } from "../../contract/events.ts";
import { live, Mind, messageOf } from "./mind.ts";

const LINK = "https://hr.example.com/approvals";

function knowing(): Mind {
  return new Mind()
    .sync()
    .take(live(messageOf(eventOf({ count: 3, sequence: 7n }))))
    .pass(60_000);
}

test("command - a service's page is opened by the catalog's link, and seen once the system has taken it", () => {
  const mind = knowing().command({ kind: "open-service", service: "hr-leave" });
  const event = mind.state.ledger.get("hr-leave");
  expect(mind.steps.at(-1)).toEqual([
    { kind: "close-board" },
    { kind: "open-page", service: "hr-leave", link: LINK, event },
  ]);
  mind.take({ kind: "page-opened", isOpen: true, service: "hr-leave", event });
  expect(mind.last("withdraw")).toEqual([{ kind: "withdraw", tag: "service:hr-leave" }]);
  expect(mind.last("problem-over")).toEqual([{ kind: "problem-over", key: "page-not-opened" }]);
});

test("command - what came while the browser started was not seen", () => {
  const mind = knowing().command({ kind: "open-service", service: "hr-leave" });
  const [asked] = mind.last("open-page");
  mind.take(live(messageOf(eventOf({ count: 4, sequence: 8n }))));
  mind.take({ kind: "page-opened", isOpen: true, service: "hr-leave", event: asked?.event });
  expect(mind.last("withdraw")).toEqual([]);
  expect(mind.pass(60_000).told).toHaveLength(2);
});

test.each([
  ["system", "휴가·출장"],
  ["en", "Leave"],
] as const)(
  "command - a page that did not open is a problem by name, on the open board, in the language %s",
  (language, name) => {
    const mind = new Mind({ language }).sync();
    mind.take({ kind: "page-opened", isOpen: false, service: "hr-leave", event: undefined });
    expect(mind.steps.at(-1)).toEqual([
      { kind: "problem", problem: { key: "page-not-opened", args: [name] } },
      { kind: "open-board" },
    ]);
  },
);

test.each(["finance-card", "mail", "unheard-of"])(
  "command - without a good link of %s the board opens",
  (service) => {
    const mind = knowing().command({ kind: "open-service", service });
    expect(mind.last("open-page")).toEqual([]);
    expect(mind.last("open-board")).toHaveLength(1);
    expect(mind.last("withdraw-all")).toHaveLength(1);
  },
);

test("command - what only windows do is passed on as it is, and changes nothing that is known", () => {
  const mind = knowing();
  const { state } = mind;
  for (const command of [
    { kind: "toggle-board", by: "tray" },
    { kind: "keep-board" },
    { kind: "open-settings", page: "hours" },
    { kind: "open-account" },
    { kind: "quit" },
  ] as const) {
    expect(mind.command(command).steps.at(-1)).toEqual([command]);
    expect(mind.state).toBe(state);
  }
});

test("command - a service is muted once, and heard again", () => {
  const mind = new Mind({ mutedServices: ["mail", "hr-leave"] });
  mind.command({ kind: "mute", service: "mail" });
  expect(mind.last("prefer")).toEqual([{ kind: "prefer", some: { mutedServices: ["hr-leave", "mail"] } }]);
  mind.command({ kind: "unmute", service: "mail" });
  expect(mind.last("prefer")).toEqual([{ kind: "prefer", some: { mutedServices: ["hr-leave"] } }]);
});

test("command - what a person did is saved at once", () => {
  const mind = knowing();
  for (const command of [
    { kind: "pause", choice: "hour" },
    { kind: "resume" },
    { kind: "pause-until", time: "13:00" },
    { kind: "snooze", services: ["hr-leave"], choice: "hour" },
    { kind: "end-snooze", service: "hr-leave" },
    { kind: "open-board" },
  ] as const) {
    mind.pass(1_000).command(command);
    expect(mind.last("save")).toContainEqual({ kind: "save", isDue: true });
  }
});
