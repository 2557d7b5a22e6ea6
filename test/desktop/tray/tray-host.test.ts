import { Message, type MessageBus, sessionBus, Variant } from "@jellybrick/dbus-next";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { waitFor } from "../../../build/desktop/wait-for.ts";
import type { Bus } from "../../../main/desktop/dbus/bus.ts";
import { connectBus } from "../../../main/desktop/dbus/dbus.ts";
import {
  ICON_MAY_TAKE,
  LOOK_EVERY,
  TRAY_MAY_TAKE,
  watchTrayHost,
} from "../../../main/desktop/tray/tray-host.ts";
import { forge } from "../dbus/forger.ts";
import { type PrivateBus, startPrivateBus } from "../dbus/private-bus.ts";
import { FakeClock, settle } from "../fake-clock.ts";

const WATCHER = "org.kde.StatusNotifierWatcher";
const PATH = "/StatusNotifierWatcher";

let desktop: PrivateBus;
let bus: Bus | undefined;
let panel: MessageBus;
let clock: FakeClock;
let told: (boolean | "icon missing")[];
let hasXEmbedTray: boolean | undefined;
/** The panel's replies. */
let isHosted: boolean;
let items: () => string[];
let stop: () => void = () => {};

beforeEach(async () => {
  desktop = await startPrivateBus();
  vi.stubEnv("DBUS_SESSION_BUS_ADDRESS", desktop.address);
  bus = await connectBus("session");
  clock = new FakeClock();
  told = [];
  hasXEmbedTray = false;
  isHosted = true;
  items = () => [];
  panel = sessionBus({ busAddress: desktop.address });
  panel.on("error" as "connect", () => {});
  panel.addMethodHandler((message) => {
    if (message.path !== PATH || message.member !== "Get") return false;
    const value =
      message.body[1] === "RegisteredStatusNotifierItems"
        ? new Variant("as", items())
        : new Variant("b", isHosted);
    panel.send(Message.newMethodReturn(message, "v", [value]));
    return true;
  });
});

afterEach(async () => {
  stop();
  vi.unstubAllEnvs();
  bus?.close();
  panel.disconnect();
  await desktop.dispose();
});

function watch(pid = process.pid): void {
  stop = watchTrayHost(
    { bus, clock, hasXEmbedTray: async () => hasXEmbedTray, pid },
    { changed: (hasTray) => told.push(hasTray), iconMissing: () => told.push("icon missing") },
  );
}

function hears(...expected: typeof told): Promise<unknown> {
  return waitFor(() => JSON.stringify(told), {
    what: JSON.stringify(expected),
    until: (seen) => seen === JSON.stringify(expected),
  });
}

/** Lets time pass in steps between which the bus has the time to answer. */
async function passes(time: number): Promise<void> {
  for (let passed = 0; passed < time; passed += 1_000) {
    await clock.pass(1_000);
    for (let round = 0; round < 5; round++) await desktop.bus.hasOwner("org.example.Nobody");
    await settle();
  }
}

test("tray host - a panel that is there is told at once, and our icon in it is nothing to do", async () => {
  items = () => [`${panel.name}/StatusNotifierItem`];
  await panel.requestName(WATCHER, 0);
  watch();
  await hears(true);
  await passes(ICON_MAY_TAKE * 3);
  expect(told).toEqual([true]);
});

test("tray host - a desktop without a tray is told after a while, once, and a panel that comes then as well", async () => {
  watch();
  await passes(TRAY_MAY_TAKE - 1_000);
  expect(told).toEqual([]);
  await passes(TRAY_MAY_TAKE);
  expect(told).toEqual([false]);
  items = () => [`${panel.name}@/StatusNotifierItem`];
  await panel.requestName(WATCHER, 0);
  await hears(false, true);
});

test("tray host - a tray of the older kind is one too, also when it comes later", async () => {
  watch();
  await passes(TRAY_MAY_TAKE + 1_000);
  expect(told).toEqual([false]);
  hasXEmbedTray = true;
  await passes(LOOK_EVERY + 1_000);
  expect(told).toEqual([false, true]);
});

test("tray host - where the display cannot be asked nobody is alarmed", async () => {
  hasXEmbedTray = undefined;
  watch();
  await passes(TRAY_MAY_TAKE * 2);
  expect(told).toEqual([]);
});

test("tray host - without a session bus the display alone is asked", async () => {
  bus?.close();
  bus = undefined;
  watch();
  await passes(TRAY_MAY_TAKE + 1_000);
  expect(told).toEqual([false]);
});

test("tray host - a panel that restarts within a moment is not told of", async () => {
  items = () => [`${panel.name}`];
  await panel.requestName(WATCHER, 0);
  watch();
  await hears(true);
  await panel.releaseName(WATCHER);
  await passes(TRAY_MAY_TAKE / 2);
  await panel.requestName(WATCHER, 0);
  await passes(TRAY_MAY_TAKE * 2);
  expect(told).toEqual([true]);
});

test("tray host - a watcher whose panel goes and comes says so by signals", async () => {
  items = () => [`${panel.name}`];
  await panel.requestName(WATCHER, 0);
  watch();
  await hears(true);
  isHosted = false;
  panel.send(Message.newSignal(PATH, WATCHER, "StatusNotifierHostUnregistered"));
  await passes(TRAY_MAY_TAKE * 2);
  expect(told).toEqual([true, false]);
  isHosted = true;
  panel.send(Message.newSignal(PATH, WATCHER, "StatusNotifierHostRegistered"));
  await hears(true, false, true);
});

test("tray host - an icon that is not in the panel is asked for anew, three times at most", async () => {
  items = () => [`${panel.name}/StatusNotifierItem`, ":1.999/StatusNotifierItem"];
  await panel.requestName(WATCHER, 0);
  watch(1); // another program's process
  await hears(true);
  await passes(ICON_MAY_TAKE * 10);
  expect(told).toEqual([true, "icon missing", "icon missing", "icon missing"]);
});

test("tray host - an icon whose owner cannot be known is left in peace", async () => {
  items = () => ["not a name at all"];
  await panel.requestName(WATCHER, 0);
  watch(1);
  await hears(true);
  await passes(ICON_MAY_TAKE * 3);
  expect(told).toEqual([true]);
});

test("tray host - only the watcher itself says whether there is a panel", async () => {
  const forger = sessionBus({ busAddress: desktop.address });
  forger.on("error" as "connect", () => {});
  const say = async (isThere: boolean): Promise<void> => {
    const member = `StatusNotifierHost${isThere ? "R" : "Unr"}egistered`;
    await forge(forger, { path: PATH, interface: WATCHER, member });
    await forge(forger, {
      path: PATH,
      interface: "org.freedesktop.DBus.Properties",
      member: "PropertiesChanged",
      signature: "sa{sv}as",
      body: [WATCHER, { IsStatusNotifierHostRegistered: new Variant("b", isThere) }, []],
    });
  };
  try {
    watch();
    await say(true);
    await passes(TRAY_MAY_TAKE * 2);
    expect(told).toEqual([false]);
    items = () => [`${panel.name}`];
    await panel.requestName(WATCHER, 0);
    await hears(false, true);
    await say(false);
    await passes(TRAY_MAY_TAKE * 2);
    expect(told).toEqual([false, true]);
  } finally {
    forger.disconnect();
  }
});
