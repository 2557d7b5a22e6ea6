import { Variant } from "@jellybrick/dbus-next";
import { definePart, type Part } from "./part.ts";
import type { SessionBus } from "./session-bus.ts";

/** Debian's own: another Python on the path lacks its modules. */
const PYTHON = "/usr/bin/python3";
const NAME = "org.freedesktop.login1";
const MANAGER = `${NAME}.Manager`;
const MANAGER_PATH = "/org/freedesktop/login1";
const MOCK = "org.freedesktop.DBus.Mock";
/** The name by which an app asks for its own session. */
const SESSION = "auto";
const SESSION_PATH = `${MANAGER_PATH}/session/${SESSION}`;

/** A stand-in for logind on a private bus (python-dbusmock): one session that can be locked, a computer that sleeps. */
export interface Logind extends Part {
  /** What a screen locker sets when it has locked, or unlocked. */
  setLockedHint(isLocked: boolean): Promise<void>;
  /** What `loginctl lock-session` and `unlock-session` send: a request to the desktop. */
  request(what: "Lock" | "Unlock"): Promise<void>;
  /** What is sent before the computer sleeps (true) and after it woke (false). */
  prepareForSleep(isAboutTo: boolean): Promise<void>;
}

/**
 * A part that is not started yet.
 * @param desktop its environment names the bus as the system's (`DBUS_SYSTEM_BUS_ADDRESS`)
 */
export function defineLogind({ env, bus }: { env: NodeJS.ProcessEnv; bus: SessionBus }): Logind {
  const args = ["-m", "dbusmock", "--template", "logind"];
  const part = definePart({ file: PYTHON, args, env, bus, names: [NAME] });
  const call = async (path: string, face: string, member: string, signature: string, body: unknown[]) => {
    await bus.call({ destination: NAME, path, interface: face, member, signature, body });
  };
  return {
    get running() {
      return part.running;
    },
    async start() {
      if (part.running) return;
      await part.start();
      await call(MANAGER_PATH, MOCK, "AddSession", "ssusb", [
        SESSION,
        "seat0",
        process.getuid?.() ?? 0,
        "me",
        true,
      ]);
    },
    stop: () => part.stop(),
    kill: () => part.kill(),
    setLockedHint: (isLocked) => call(SESSION_PATH, `${NAME}.Session`, "SetLockedHint", "b", [isLocked]),
    request: (what) => call(SESSION_PATH, `${NAME}.Session`, what, "", []),
    prepareForSleep: (isAboutTo) =>
      call(MANAGER_PATH, MOCK, "EmitSignal", "sssav", [
        MANAGER,
        "PrepareForSleep",
        "b",
        [new Variant("b", isAboutTo)],
      ]),
  };
}
