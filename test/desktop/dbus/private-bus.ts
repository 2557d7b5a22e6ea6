import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bus as busConfig } from "../../../build/desktop/config-texts.ts";
import { Program } from "../../../build/desktop/program.ts";
import { SessionBus } from "../../../build/desktop/session-bus.ts";

/** A message bus of a test's own, with a connection to it. */
export interface PrivateBus {
  readonly address: string;
  /** For programs that are to find it as both session's and system's bus. */
  readonly env: NodeJS.ProcessEnv;
  readonly bus: SessionBus;
  /** The bus dies. */
  kill(): Promise<void>;
  dispose(): Promise<void>;
}

export async function startPrivateBus(): Promise<PrivateBus> {
  const folder = await mkdtemp(join(tmpdir(), "alrimi-bus-"));
  await writeFile(join(folder, "bus.conf"), busConfig(folder));
  const args = [`--config-file=${join(folder, "bus.conf")}`, "--nofork", "--print-address=3"];
  const daemon = new Program("dbus-daemon", args, { env: process.env });
  const address = await daemon.firstLine();
  const bus = await SessionBus.connect(address);
  return {
    address,
    env: { ...process.env, DBUS_SESSION_BUS_ADDRESS: address, DBUS_SYSTEM_BUS_ADDRESS: address },
    bus,
    kill: () => daemon.kill(),
    async dispose() {
      bus.close();
      await daemon.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
