import { expect, test } from "vitest";
import { eventOf } from "../../contract/events.ts";
import { monday } from "../attention/desk.ts";
import { CATALOG, catalogInput, KnowledgeRun, live, messageOf } from "./knowledge-run.ts";

const LINK = "https://hr.example.com/approvals";

function knowing(): KnowledgeRun {
  return new KnowledgeRun()
    .sync()
    .take(live(messageOf(eventOf({ count: 3, sequence: 7n }))))
    .pass(60_000);
}

test("command - a service's page is opened by the catalog's link, and seen once the system has taken it", () => {
  const run = knowing().command({ kind: "open-service", service: "hr-leave" });
  const event = run.state.ledger.get("hr-leave");
  expect(run.steps.at(-1)).toEqual([
    { kind: "close-board" },
    { kind: "open-page", service: "hr-leave", link: LINK, event },
  ]);
  run.take({ kind: "page-opened", isOpen: true, service: "hr-leave", event });
  expect(run.last("withdraw")).toEqual([{ kind: "withdraw", tag: "approvals" }]);
  expect(run.last("problem-over")).toEqual([{ kind: "problem-over", key: "page-not-opened" }]);
});

test("command - what came while the browser started was not seen", () => {
  const run = knowing().command({ kind: "open-service", service: "hr-leave" });
  const [asked] = run.last("open-page");
  run.take(live(messageOf(eventOf({ count: 4, sequence: 8n }))));
  run.take({ kind: "page-opened", isOpen: true, service: "hr-leave", event: asked?.event });
  expect(run.last("withdraw")).toEqual([]);
  expect(run.pass(60_000).told).toHaveLength(2);
});

test.each([
  ["system", "휴가·출장"],
  ["en", "Leave"],
] as const)(
  "command - a page that did not open is a problem by name, on the open board, in the language %s",
  (language, name) => {
    const run = new KnowledgeRun({ language }).sync();
    run.take({ kind: "page-opened", isOpen: false, service: "hr-leave", event: undefined });
    expect(run.steps.at(-1)).toEqual([
      { kind: "problem", problem: { key: "page-not-opened", args: [name] } },
      { kind: "open-board" },
    ]);
  },
);

test.each(["finance-card", "mail", "unheard-of"])(
  "command - without a good link of %s the board opens",
  (service) => {
    const run = knowing().command({ kind: "open-service", service });
    expect(run.last("open-page")).toEqual([]);
    expect(run.last("open-board")).toHaveLength(1);
    expect(run.last("withdraw-all")).toHaveLength(1);
  },
);

test("command - what only windows do is passed on as it is, and changes nothing that is known", () => {
  const run = knowing();
  const { state } = run;
  for (const command of [
    { kind: "toggle-board", by: "tray" },
    { kind: "keep-board" },
    { kind: "open-settings", page: "hours" },
    { kind: "open-account" },
    { kind: "quit" },
  ] as const) {
    expect(run.command(command).steps.at(-1)).toEqual([command]);
    expect(run.state).toBe(state);
  }
});

test("command - a leave pauses until the morning of the day of return, and the deputy's page is the catalog's", () => {
  const run = new KnowledgeRun().sync();
  run.command({ kind: "pause-until", date: "2026-12-01", time: "09:00" });
  expect(run.state.attention.pause?.until).toBe(monday("09:00", 8));
  run.command({ kind: "pause-until", date: "2026-11-01", time: "09:00" });
  expect(run.state.attention.pause?.until).toBe(monday("09:00", 8));
  const services = CATALOG.services.map((service, index) => ({
    ...service,
    delegateUrl: index === 0 ? "https://hr.example.com/deputy" : "javascript:alert(1)",
  }));
  run.take(catalogInput({ services }));
  run.command({ kind: "open-delegate", service: "hr-leave" });
  expect(run.last("open-link")).toEqual([{ kind: "open-link", link: "https://hr.example.com/deputy" }]);
  for (const service of ["finance-card", "unheard-of"]) {
    run.command({ kind: "open-delegate", service });
    expect(run.last("open-link")).toEqual([]);
  }
});

test("command - a service is snoozed until a date and time, and not until one that is over", () => {
  const run = new KnowledgeRun().sync();
  run.command({ kind: "snooze-until", services: ["mail"], date: "2026-11-23", time: "09:59" });
  expect(run.state.attention.snoozed.size).toBe(0);
  run.command({ kind: "snooze-until", services: ["mail"], date: "2026-11-25", time: "08:00" });
  expect(run.state.attention.snoozed.get("mail")?.until).toBe(monday("08:00", 2));
});

test("command - it is chosen for one service how it is told, and the others stay", () => {
  const run = new KnowledgeRun({ delivery: { mail: "off", "hr-leave": "urgent" } }).sync();
  run.command({ kind: "deliver", service: "mail", delivery: "batched" });
  expect(run.last("prefer")).toEqual([
    { kind: "prefer", some: { delivery: { mail: "batched", "hr-leave": "urgent" } } },
  ]);
});

test("command - a page that names services which nobody knows changes nothing", () => {
  const run = new KnowledgeRun().sync();
  const services = ["x".repeat(65), "made-up"];
  for (const command of [
    { kind: "snooze", services, choice: "hour" },
    { kind: "snooze-until", services, date: "2026-11-25", time: "08:00" },
    { kind: "deliver", service: "x".repeat(65), delivery: "off" },
  ] as const) {
    const before = run.state;
    run.command(command);
    expect(run.state).toBe(before);
    expect(run.steps.at(-1)).toEqual([]);
  }
});

test("command - what a person did is saved at once", () => {
  const run = knowing();
  for (const command of [
    { kind: "pause", choice: "hour" },
    { kind: "resume" },
    { kind: "pause-until", time: "13:00" },
    { kind: "snooze", services: ["hr-leave"], choice: "hour" },
    { kind: "end-snooze", service: "hr-leave" },
    { kind: "open-board" },
  ] as const) {
    run.pass(1_000).command(command);
    expect(run.last("save")).toContainEqual({ kind: "save", isDue: true });
  }
});
