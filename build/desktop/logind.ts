import { Variant } from "@jellybrick/dbus-next";
import { definePart, type Part } from "./part.ts";
import type { SessionBus } from "./session-bus.ts";

/** Debian's Python: another Python in the PATH may lack its modules. */
const PYTHON = "/usr/bin/python3";
const NAME = "org.freedesktop.login1";
const MANAGER = `${NAME}.Manager`;
const MANAGER_PATH = "/org/freedesktop/login1";
const MOCK = "org.freedesktop.DBus.Mock";
/** Id by which an app finds its own session. */
const SESSION = "auto";
const SESSION_PATH = `${MANAGER_PATH}/session/${SESSION}`;

/**
 * Stand-in for logind on a private bus (python-dbusmock): one session that can be locked, and a computer that sleeps.
 */
export interface Logind extends Part {
  /** Sets the hint that a screen locker sets when it has locked or unlocked. */
  setLockedHint(isLocked: boolean): Promise<void>;
  /** Sends the request of `loginctl lock-session` or `unlock-session` to the desktop. */
  request(what: "Lock" | "Unlock"): Promise<void>;
  /** Sends the signal before the computer sleeps (true) or after it woke up (false). */
  prepareForSleep(isAboutTo: boolean): Promise<void>;
}

/**
 * Defines a part without starting it.
 * @param desktop its environment uses the private bus as the system bus (`DBUS_SYSTEM_BUS_ADDRESS`)
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
