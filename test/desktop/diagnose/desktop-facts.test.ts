import { expect, test } from "vitest";
import { type Bus, BusError } from "../../../main/desktop/dbus/bus.ts";
import {
  type DesktopPorts,
  notificationFacts,
  trayFacts,
} from "../../../main/desktop/diagnose/desktop-facts.ts";

/** A bus whose programs give these answers, by member or property. Others are not there. */
function busWith(answers: Readonly<Record<string, unknown>>): Bus {
  const answer = async (name: string): Promise<unknown> => {
    if (!Object.hasOwn(answers, name)) throw new BusError("org.freedesktop.DBus.Error.ServiceUnknown", "");
    return answers[name];
  };
  return {
    call: async ({ member }) => (await answer(member)) as readonly unknown[],
    property: async (_of, name) => answer(name),
    onSignal: () => () => {},
    onNameOwner: () => () => {},
    close() {},
  };
}

function ports(bus: Bus | undefined, changes: Partial<DesktopPorts> = {}): DesktopPorts {
  return {
    platform: "linux",
    bus,
    hasXEmbedTray: async () => false,
    registry: async () => undefined,
    macSettings: async () => undefined,
    ...changes,
  };
}

const dunst = {
  GetServerInformation: ["dunst", "knopwob", "1.9.0", "1.2"],
  GetCapabilities: [["actions", "body"]],
  ListActivatableNames: [["org.freedesktop.Notifications"]],
};

test("desktop facts - a notification server says its name, version and capabilities, and do not disturb", async () => {
  const server = {
    name: "dunst",
    vendor: "knopwob",
    version: "1.9.0",
    specification: "1.2",
    capabilities: ["actions", "body"],
  };
  const common = { blocker: null, server, isStartable: true };
  expect(await notificationFacts(ports(busWith(dunst)))).toEqual({ ...common, isInhibited: null });
  expect(await notificationFacts(ports(busWith({ ...dunst, paused: true })))).toEqual({
    ...common,
    isInhibited: true,
  });
  expect(await notificationFacts(ports(busWith({ ...dunst, Inhibited: false })))).toEqual({
    ...common,
    isInhibited: false,
  });
});

test("desktop facts - no server, one that can be started, and no bus are told apart", async () => {
  const none = { blocker: null, server: null, isInhibited: null };
  expect(await notificationFacts(ports(busWith({})))).toEqual({ ...none, isStartable: false });
  expect(await notificationFacts(ports(undefined))).toEqual({ ...none, isStartable: false });
  const { ListActivatableNames } = dunst;
  expect(await notificationFacts(ports(busWith({ ListActivatableNames })))).toEqual({
    ...none,
    isStartable: true,
  });
});

test("desktop facts - on Windows they are the system's settings", async () => {
  const registry = async (key: string) =>
    key.endsWith("com.alrimi.app") ? { type: "REG_DWORD", data: "0x0" } : undefined;
  expect(await notificationFacts(ports(undefined, { platform: "win32", registry }))).toEqual({
    blocker: "app",
    server: null,
    isStartable: null,
    isInhibited: null,
  });
  expect((await trayFacts(ports(undefined, { platform: "win32" }))).hasHost).toBe(true);
});

test("desktop facts - a tray is one of either kind, and not knowing is not none", async () => {
  const host = busWith({ IsStatusNotifierHostRegistered: true });
  expect(await trayFacts(ports(host))).toEqual({ hasHost: true, statusNotifier: true, xEmbed: false });
  const xEmbed = { hasXEmbedTray: async () => true };
  expect(await trayFacts(ports(busWith({}), xEmbed))).toEqual({
    hasHost: true,
    statusNotifier: false,
    xEmbed: true,
  });
  expect((await trayFacts(ports(busWith({})))).hasHost).toBe(false);
  expect((await trayFacts(ports(busWith({}), { hasXEmbedTray: async () => undefined }))).hasHost).toBeNull();
});
