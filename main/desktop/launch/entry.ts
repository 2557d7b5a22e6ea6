import { app } from "electron";
import { END_SIGNALS } from "../../files/end-signals.ts";
import { sessionBusAddress } from "../dbus/session-bus-address.ts";
import { parseDiagnose } from "../diagnose/switches.ts";
import { tellChromium } from "./chromium.ts";
import { holdCompilers } from "./compilers.ts";
import { refuseSwitches } from "./installed-switches.ts";

/** Entry point. It is small, so that it can report every failure while the app is loaded. */

holdCompilers();
// Must come early: Chromium looks for the bus only once, while the app is being loaded.
const busAddress = sessionBusAddress(process.env);
if (busAddress !== undefined) process.env["DBUS_SESSION_BUS_ADDRESS"] = busAddress;

// Before the lock is taken: a killed app would leave the lock behind.
for (const signal of END_SIGNALS) process.on(signal, () => app.quit());

try {
  const refusal = app.isPackaged ? refuseSwitches(process.argv.slice(1), app.commandLine) : undefined;
  tellChromium(); // also needed for the message about a failed start
  if (refusal !== undefined) throw refusal;
  const diagnosis = parseDiagnose(process.argv.slice(1));
  if (diagnosis !== undefined) {
    const { diagnose } = await import("../diagnose/diagnose.ts");
    diagnose(diagnosis);
  } else {
    // Awaited, because page schemes and the lock must be set up before the app is ready. `started` resolves later.
    const { started } = await import("./index.ts");
    started.catch(fail);
  }
} catch (error) {
  await fail(error); // setup that must precede `ready` is done when this returns
}

async function fail(error: unknown): Promise<void> {
  const giveUp = (worse: unknown): void => {
    process.stderr.write(
      `alrimi could not start: ${String(error)}; the message failed too: ${String(worse)}\n`,
    );
    app.exit(1);
  };
  try {
    const { failStart } = await import("./failed-start.ts");
    failStart(error).catch(giveUp);
  } catch (worse) {
    giveUp(worse);
  }
}
