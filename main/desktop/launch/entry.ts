import { app } from "electron";
import { END_SIGNALS } from "../../files/end-signals.ts";
import { sessionBusAddress } from "../dbus/session-bus-address.ts";
import { tellChromium } from "./chromium.ts";

/** The entry. It loads the app, and is small so that it can tell of everything that goes wrong in that. */

// First of all: Chromium looks for the bus while the app is being loaded, and never again.
const busAddress = sessionBusAddress(process.env);
if (busAddress !== undefined) process.env["DBUS_SESSION_BUS_ADDRESS"] = busAddress;

// Before the lock is there: killed, the app would leave it behind.
for (const signal of END_SIGNALS) process.on(signal, () => app.quit());

try {
  tellChromium(); // also for the message of a start that failed
  // Awaited: page schemes and the lock have to be arranged before the app is ready. `started` comes after that.
  const { started } = await import("./index.ts");
  started.catch(fail);
} catch (error) {
  await fail(error); // what has to be arranged before the app is ready is arranged when this returns
}

async function fail(error: unknown): Promise<void> {
  const giveUp = (worse: unknown): void => {
    process.stderr.write(`alrimi could not start: ${String(error)}; nor tell of it: ${String(worse)}\n`);
    app.exit(1);
  };
  try {
    const { failStart } = await import("./failed-start.ts");
    failStart(error).catch(giveUp);
  } catch (worse) {
    giveUp(worse);
  }
}
