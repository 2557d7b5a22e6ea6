import { Message, type MessageBus, sessionBus, Variant } from "@jellybrick/dbus-next";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { defineLogind, type Logind } from "../../../build/desktop/logind.ts";
import { waitFor } from "../../../build/desktop/wait-for.ts";
import type { Presence } from "../../../main/core/attention/attention.ts";
import { connectBus } from "../../../main/desktop/dbus/dbus.ts";
import {
  type Buses,
  SETTLES_WITHIN,
  watchDesktopPresence,
} from "../../../main/desktop/system/linux/desktop-presence.ts";
import { SCREEN_SAVERS } from "../../../main/desktop/system/linux/screen-saver.ts";
import { LOCK_REQUEST_HOLDS } from "../../../main/desktop/system/linux/session-lock.ts";
import { type Forgery, forge } from "../dbus/forger.ts";
import { type PrivateBus, startPrivateBus } from "../dbus/private-bus.ts";
import { FakeClock } from "../fake-clock.ts";

const LOCKED: Presence = { isLocked: true, isPresenting: false };
const HERE: Presence = { isLocked: false, isPresenting: false };
const PRESENTING: Presence = { isLocked: false, isPresenting: true };

let desktop: PrivateBus;
let logind: Logind;
let other: MessageBus;
let clock: FakeClock;
let told: Presence[];
let stop: () => void = () => {};

beforeEach(async () => {
  desktop = await startPrivateBus();
  vi.stubEnv("DBUS_SESSION_BUS_ADDRESS", desktop.address);
  vi.stubEnv("DBUS_SYSTEM_BUS_ADDRESS", desktop.address);
  logind = defineLogind(desktop);
  other = sessionBus({ busAddress: desktop.address });
  other.on("error" as "connect", () => {});
  clock = new FakeClock();
  told = [];
});

afterEach(async () => {
  stop();
  vi.unstubAllEnvs();
  other.disconnect();
  await logind.kill();
  await desktop.dispose();
});

async function watch(sessionId?: string): Promise<void> {
  const buses: Buses = { session: connectBus("session"), system: connectBus("system") };
  const [session, system] = await Promise.all([buses.session, buses.system]);
  const undo = watchDesktopPresence(buses, clock, sessionId, (presence) => told.push(presence));
  stop = () => {
    undo();
    session?.close();
    system?.close();
  };
}

/**
 * Waits until it was told so, with time passing by just so much as lets statements settle.
 * @param act done at each look: nobody hears a signal who has not found the session yet
 */
async function hears(presence: Presence, act?: () => Promise<void>): Promise<void> {
  await waitFor(
    async () => {
      await act?.();
      await clock.pass(SETTLES_WITHIN);
      return told.at(-1);
    },
    { what: JSON.stringify(presence), until: (last) => JSON.stringify(last) === JSON.stringify(presence) },
  );
}

/** Whatever is on its way has arrived. */
async function arrives(): Promise<void> {
  for (let round = 0; round < 5; round++) await desktop.bus.hasOwner("org.example.Nobody");
  await clock.pass(SETTLES_WITHIN);
}

/** A screen saver played by the test. */
function playSaver(name: string, path: string): { isActive: boolean; set(isActive: boolean): void } {
  const saver = {
    isActive: false,
    set(isActive: boolean) {
      saver.isActive = isActive;
      other.send(Message.newSignal(path, name, "ActiveChanged", "b", [isActive]));
    },
  };
  other.addMethodHandler((message) => {
    if (message.path !== path || message.member !== "GetActive") return false;
    other.send(Message.newMethodReturn(message, "b", [saver.isActive]));
    return true;
  });
  return saver;
}

/** A notification daemon played by the test: its property `Inhibited`, as KDE has it. */
function playDaemon(): {
  isInhibited: boolean;
  tell(changed: Record<string, Variant>, gone: string[]): void;
} {
  const path = "/org/freedesktop/Notifications";
  const name = "org.freedesktop.Notifications";
  const daemon = {
    isInhibited: false,
    tell(changed: Record<string, Variant>, gone: string[]) {
      const face = "org.freedesktop.DBus.Properties";
      other.send(Message.newSignal(path, face, "PropertiesChanged", "sa{sv}as", [name, changed, gone]));
    },
  };
  other.addMethodHandler((message) => {
    if (message.path !== path || message.member !== "Get" || message.body[0] !== name) return false;
    other.send(Message.newMethodReturn(message, "v", [new Variant("b", daemon.isInhibited)]));
    return true;
  });
  return daemon;
}

test("presence - a session that logind calls locked is locked, until it is not, and each is told once", async () => {
  await logind.start();
  await watch();
  await arrives();
  expect(told).toEqual([]);
  await logind.setLockedHint(true);
  await hears(LOCKED);
  await logind.setLockedHint(true);
  await arrives();
  await logind.setLockedHint(false);
  await hears(HERE);
  expect(told).toEqual([LOCKED, HERE]);
});

test("presence - a screen that was locked before the app started is locked", async () => {
  await logind.start();
  await logind.setLockedHint(true);
  await watch();
  await hears(LOCKED);
});

test("presence - a request to lock counts at once, and ends by its opposite or by a locker that stays silent", async () => {
  await logind.start();
  await watch();
  await arrives();
  await hears(LOCKED, () => logind.request("Lock"));
  await hears(HERE, () => logind.request("Unlock"));
  await hears(LOCKED, () => logind.request("Lock"));
  await clock.pass(LOCK_REQUEST_HOLDS);
  await hears(HERE);
});

test("presence - logind may be missing, appear, die while the screen is locked, and come back", async () => {
  await watch();
  await arrives();
  await logind.start();
  await arrives();
  await logind.setLockedHint(true);
  await hears(LOCKED);
  await logind.kill();
  await hears(HERE);
  await logind.start();
  await logind.setLockedHint(true);
  await hears(LOCKED);
});

test.each([
  ["org.freedesktop.ScreenSaver", "/ScreenSaver"],
  ["org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"],
])("presence - %s at %s tells when it covers the screen, also after a restart", async (name, path) => {
  await watch();
  const screen = playSaver(name, path);
  await other.requestName(name, 0);
  await arrives();
  screen.set(true);
  await hears(LOCKED);
  screen.set(false);
  await hears(HERE);
  await other.releaseName(name);
  screen.isActive = true;
  await other.requestName(name, 0);
  await hears(LOCKED);
  await other.releaseName(name);
  await hears(HERE);
});

test("presence - what comes and goes within a moment is not told", async () => {
  const screen = playSaver("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver");
  await other.requestName("org.gnome.ScreenSaver", 0);
  await watch();
  await arrives();
  screen.set(true);
  screen.set(false);
  await arrives();
  expect(told).toEqual([]);
});

test("presence - a notification daemon that holds back is told as presenting", async () => {
  const daemon = playDaemon();
  await other.requestName("org.freedesktop.Notifications", 0);
  await watch();
  await arrives();
  daemon.tell({ Inhibited: new Variant("b", true) }, []);
  await hears(PRESENTING);
  daemon.tell({}, ["Inhibited"]); // without its value, so it is read
  await hears(HERE);
});

const XFCONF = { name: "org.xfce.Xfconf", path: "/org/xfce/Xfconf" };

/** XFCE's settings daemon, played by the test, and the name of the notification daemon. */
function playXfce(): {
  isOn: boolean;
  vendor: string;
  tell(value: boolean | undefined, property?: string): void;
} {
  const xfce = {
    isOn: false,
    vendor: "Xfce",
    tell(value: boolean | undefined, property = "/do-not-disturb") {
      const place = ["xfce4-notifyd", property];
      other.send(
        value === undefined
          ? Message.newSignal(XFCONF.path, XFCONF.name, "PropertyRemoved", "ss", place)
          : Message.newSignal(XFCONF.path, XFCONF.name, "PropertyChanged", "ssv", [
              ...place,
              new Variant("b", value),
            ]),
      );
    },
  };
  other.addMethodHandler((message) => {
    if (message.member === "GetServerInformation") {
      other.send(Message.newMethodReturn(message, "ssss", ["daemon", xfce.vendor, "1", "1.2"]));
    } else if (message.path === XFCONF.path && message.member === "GetProperty") {
      other.send(
        xfce.isOn
          ? Message.newMethodReturn(message, "v", [new Variant("b", true)])
          : Message.newError(message, "org.xfce.Xfconf.Error.PropertyNotFound", "there is none"),
      );
    } else return false;
    return true;
  });
  return xfce;
}

test("presence - XFCE's do-not-disturb is told as presenting, from the start and at each change", async () => {
  const xfce = playXfce();
  xfce.isOn = true;
  await other.requestName(XFCONF.name, 0);
  await other.requestName("org.freedesktop.Notifications", 0);
  await watch();
  await hears(PRESENTING);
  xfce.tell(false, "/do-slideout");
  await arrives();
  expect(told).toEqual([PRESENTING]);
  xfce.tell(false);
  await hears(HERE);
  xfce.tell(true);
  await hears(PRESENTING);
  xfce.tell(undefined);
  await hears(HERE);
  xfce.tell(true);
  await hears(PRESENTING);
  await other.releaseName(XFCONF.name);
  await hears(HERE);
});

test("presence - XFCE's setting says nothing of another notification daemon", async () => {
  const xfce = playXfce();
  xfce.isOn = true;
  xfce.vendor = "knopwob";
  await other.requestName(XFCONF.name, 0);
  await other.requestName("org.freedesktop.Notifications", 0);
  await watch();
  await arrives();
  xfce.tell(true);
  await arrives();
  expect(told).toEqual([]);
  await other.releaseName("org.freedesktop.Notifications"); // the next notification starts XFCE's
  await hears(PRESENTING);
});

test("presence - a bus that dies takes its statements with it", async () => {
  const screen = playSaver("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver");
  await other.requestName("org.gnome.ScreenSaver", 0);
  await watch();
  await arrives();
  screen.set(true);
  await hears(LOCKED);
  await desktop.kill();
  await hears(HERE);
});

test("presence - without any bus nothing is told and nothing breaks", async () => {
  const undo = watchDesktopPresence(
    { session: Promise.resolve(undefined), system: Promise.resolve(undefined) },
    clock,
    undefined,
    (presence) => told.push(presence),
  );
  await clock.pass(SETTLES_WITHIN);
  undo();
  expect(told).toEqual([]);
});

/** Signals of a program that is neither logind nor a locker: one of each kind that the app listens to. */
function forgeries(isOn: boolean): Forgery[] {
  const session = "/org/freedesktop/login1/session/auto";
  const login = "org.freedesktop.login1.Session";
  const changed = (path: string, of: string, name: string): Forgery => ({
    path,
    interface: "org.freedesktop.DBus.Properties",
    member: "PropertiesChanged",
    signature: "sa{sv}as",
    body: [of, { [name]: new Variant("b", isOn) }, []],
  });
  return [
    { path: session, interface: login, member: isOn ? "Lock" : "Unlock" },
    changed(session, login, "LockedHint"),
    changed("/org/freedesktop/Notifications", "org.freedesktop.Notifications", "Inhibited"),
    changed("/org/freedesktop/Notifications", "org.dunstproject.cmd0", "paused"),
    {
      path: XFCONF.path,
      interface: XFCONF.name,
      member: "PropertyChanged",
      signature: "ssv",
      body: ["xfce4-notifyd", "/do-not-disturb", new Variant("b", isOn)],
    },
    ...SCREEN_SAVERS.map(({ path, interface: name }) => ({
      path,
      interface: name,
      member: "ActiveChanged",
      signature: "b",
      body: [isOn],
    })),
  ];
}

test("presence - who is not logind, the locker or the notification daemon locks, unlocks and pauses nothing", async () => {
  await logind.start();
  const screen = playSaver("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver");
  const daemon = playDaemon();
  playXfce();
  await other.requestName("org.gnome.ScreenSaver", 0);
  await other.requestName("org.freedesktop.Notifications", 0);
  await other.requestName(XFCONF.name, 0);
  const forger = sessionBus({ busAddress: desktop.address });
  forger.on("error" as "connect", () => {});
  try {
    await watch();
    await arrives();
    for (const each of forgeries(true)) {
      await forge(forger, each);
      await arrives();
      expect(told, JSON.stringify(each)).toEqual([]);
    }
    // Each of them counts, and no other program can contradict it.
    await logind.setLockedHint(true);
    await hears(LOCKED);
    daemon.isInhibited = true;
    daemon.tell({ Inhibited: new Variant("b", true) }, []);
    await hears({ isLocked: true, isPresenting: true });
    screen.isActive = true;
    screen.set(true);
    const before = told.length;
    for (const each of forgeries(false)) await forge(forger, each);
    await arrives();
    expect(told).toHaveLength(before);
    await logind.setLockedHint(false);
    screen.set(false);
    await hears({ isLocked: false, isPresenting: true });
    await hears({ isLocked: true, isPresenting: true }, () => logind.request("Lock"));
    await forge(forger, {
      path: "/org/freedesktop/login1/session/auto",
      interface: "org.freedesktop.login1.Session",
      member: "Unlock",
    });
    await arrives();
    expect(told.at(-1)).toEqual({ isLocked: true, isPresenting: true });
  } finally {
    forger.disconnect();
  }
});
