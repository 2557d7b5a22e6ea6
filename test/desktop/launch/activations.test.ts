import { beforeEach, expect, test, vi } from "vitest";
import type { DesktopSession } from "../../../main/desktop/launch/desktop-session.ts";

type Listener = (...args: unknown[]) => void;
const listeners = new Map<string, Listener>();
vi.mock("electron", () => ({
  app: {
    on: (event: string, listener: Listener) => void listeners.set(event, listener),
    getPath: () => "/nowhere",
  },
}));
const { SETTLED_AFTER, watchActivations } = await import("../../../main/desktop/launch/activations.ts");

const HERE: DesktopSession = { id: "2", display: ":0", wayland: "" };
const LINK = "alrimi://open?service=hr-leave";
let told: (string | undefined)[];

beforeEach(() => {
  told = [];
  vi.stubEnv("XDG_SESSION_ID", HERE.id);
  vi.stubEnv("DISPLAY", HERE.display);
  vi.stubEnv("WAYLAND_DISPLAY", undefined);
  watchActivations([]).listen((link) => told.push(link));
  return () => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  };
});

/** The app is started once more, so long after its start. */
function startAgain(age: number, args: readonly string[] = [], session: DesktopSession | null = HERE): void {
  vi.spyOn(process, "uptime").mockReturnValue(age / 1_000);
  listeners.get("second-instance")?.({}, ["/usr/bin/alrimi", ...args], "/", session);
}

test("activations - a second start right after the first, as by two entries for the login, opens nothing", () => {
  startAgain(1_000);
  expect(told).toEqual([]);
  startAgain(SETTLED_AFTER);
  expect(told).toEqual([undefined]);
});

test("activations - a hidden second start opens nothing, however long the first has run; its link counts", () => {
  startAgain(24 * 60 * 60_000, ["--hidden"]);
  expect(told).toEqual([]);
  startAgain(24 * 60 * 60_000, ["--hidden", LINK]);
  expect(told).toEqual([LINK]);
});

test("activations - a link is taken at any time", () => {
  startAgain(10, [LINK]);
  expect(told).toEqual([LINK]);
});

test("activations - a start in another session, which says so itself, opens nothing in this one", () => {
  startAgain(SETTLED_AFTER, [LINK], { id: "3", display: ":1", wayland: "" });
  expect(told).toEqual([]);
});

test("activations - a start of an earlier version, which names no session, is taken", () => {
  startAgain(SETTLED_AFTER, [], null);
  expect(told).toEqual([undefined]);
});
