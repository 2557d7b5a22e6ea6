import { afterEach, expect, test } from "vitest";
import { Program } from "../../../build/desktop/program.ts";
import { SessionBus } from "../../../build/desktop/session-bus.ts";
import { waitFor } from "../../../build/desktop/wait-for.ts";
import { FreedesktopNotifier } from "../../../main/desktop/notify/freedesktop-notifier.ts";
import type { NoticeView } from "../../../main/view/notice.ts";
import { type AppBus, startAppBus } from "../dbus/app-bus.ts";

/** A notification server that is a process of its own (python-dbusmock), and is stopped. */

const NAME = "org.freedesktop.Notifications";
const server = { destination: NAME, path: "/org/freedesktop/Notifications" };
const MOCK = "org.freedesktop.DBus.Mock";

let place: AppBus;
let daemon: Program;
let bus: SessionBus;
let notifier: FreedesktopNotifier;
let told: string[];

afterEach(async () => {
  process.kill(daemon.pid, "SIGCONT");
  await notifier.dispose();
  bus.close();
  await daemon.stop();
  await place.dispose();
});

async function start(): Promise<void> {
  place = await startAppBus();
  const { env } = process;
  daemon = new Program("/usr/bin/python3", ["-m", "dbusmock", "--template", "notification_daemon"], { env });
  bus = await SessionBus.connect(env["DBUS_SESSION_BUS_ADDRESS"] ?? "");
  await waitFor(() => bus.hasOwner(NAME), { what: "the server is there" });
  told = [];
  notifier = new FreedesktopNotifier(place.bus, {
    sender: { appName: () => "알림이", picture: () => undefined },
    sink: {
      click: ({ tag }) => told.push(`click ${tag}`),
      later: () => {},
      closed: () => {},
      failed: ({ kind }) => told.push(kind),
      shown: () => told.push("shown"),
    },
    fallback: { show: () => told.push("fallback"), withdraw() {}, withdrawAll() {}, async dispose() {} },
    memory: { read: () => undefined, write() {} },
    patience: 300,
  });
  await waitFor(() => told.includes("shown"), { what: "the server is found" });
}

const notice: NoticeView = {
  tag: "service:mail",
  title: "메일",
  body: "3건",
  service: "mail",
  snoozes: ["mail"],
  isUrgent: false,
  isSilent: false,
  buttons: { open: "열기", later: "나중에" },
};

async function callsOf(member: string): Promise<unknown[][]> {
  const mock = { ...server, interface: MOCK };
  const [calls] = await bus.call({ ...mock, member: "GetMethodCalls", signature: "s", body: [member] });
  return (calls as [number, { value: unknown }[]][]).map(([, args]) => args.map(({ value }) => value));
}

async function stop(): Promise<void> {
  process.kill(daemon.pid, "SIGSTOP");
}

async function goOn(): Promise<void> {
  told.length = 0;
  process.kill(daemon.pid, "SIGCONT");
  await waitFor(() => told.includes("shown"), { what: "the late answer" });
}

test("stopped server - before the first notice: it is told, and the notice is shown when the server goes on", async () => {
  await start();
  await stop();
  notifier.show(notice);
  await waitFor(() => told.includes("no-server"), { what: "it is told" });
  await goOn();
  expect(await callsOf("Notify")).toHaveLength(1);
  expect(told).not.toContain("fallback");
});

test("stopped server - after an earlier notice: the late one is clicked, replaced, and gone at 0", async () => {
  await start();
  notifier.show(notice);
  await waitFor(async () => (await callsOf("Notify")).length === 1, { what: "the first" });
  await stop();
  notifier.show({ ...notice, body: "4건" });
  await waitFor(() => told.includes("no-server"), { what: "it is told" });
  await goOn();
  const signal = { ...server, interface: MOCK, member: "EmitSignal", signature: "sssav" };
  const { Variant } = await import("@jellybrick/dbus-next");
  const body = [NAME, "ActionInvoked", "us", [new Variant("u", 1), new Variant("s", "default")]];
  await bus.call({ ...signal, body });
  await waitFor(() => told.includes("click service:mail"), { what: "the click" });
  notifier.show({ ...notice, body: "5건" });
  await waitFor(async () => (await callsOf("Notify")).length === 3, { what: "the next" });
  const sent = (await callsOf("Notify")).map((args) => `${args[1]} ${args[4]}`);
  expect(sent).toEqual(["0 3건", "1 4건", "1 5건"]);
  await stop();
  notifier.show({ ...notice, body: "6건" });
  notifier.withdraw(notice.tag);
  process.kill(daemon.pid, "SIGCONT");
  await waitFor(async () => (await callsOf("CloseNotification")).length === 1, { what: "it is closed" });
  expect(await callsOf("CloseNotification")).toEqual([[1]]);
});
