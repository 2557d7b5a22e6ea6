import { existsSync } from "node:fs";
import { chmod, mkdir, rm, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** The two places where Linux has the processor's control group. */
const VERSION_1 = "/sys/fs/cgroup/cpu";
const VERSION_2 = "/sys/fs/cgroup";
/** Microseconds. A short period: a server that may not run for long is not slow but frozen. */
const PERIOD = 10_000;

/** The whole group counts as one process by default, and would be held back by the crowd too. */
const MOST_SHARES = 262_144;
const MOST_WEIGHT = 10_000;

/** A program that runs nats-server with a part of the processor only. */
export interface SlowServer {
  readonly binary: string;
  dispose(): Promise<void>;
}

/**
 * Makes a control group whose processes together may use so much of one core, and a program that starts a server in it.
 * @param folder for the program
 * @throws where the system has no control groups, or this user may make none
 */
export async function slowServer(server: string, cores: number, folder: string): Promise<SlowServer> {
  const isFirst = existsSync(join(VERSION_1, "cpu.cfs_quota_us"));
  const group = join(isFirst ? VERSION_1 : VERSION_2, `alrimi-bench-${process.pid}`);
  const quota = Math.round(PERIOD * cores);
  await mkdir(group, { recursive: true });
  if (isFirst) {
    await writeFile(join(group, "cpu.cfs_period_us"), String(PERIOD));
    await writeFile(join(group, "cpu.cfs_quota_us"), String(quota));
    await writeFile(join(group, "cpu.shares"), String(MOST_SHARES));
  } else {
    await writeFile(join(group, "cpu.max"), `${quota} ${PERIOD}`);
    await writeFile(join(group, "cpu.weight"), String(MOST_WEIGHT));
  }
  const binary = join(folder, "slow-nats-server");
  await writeFile(binary, `#!/bin/sh\necho $$ > ${group}/cgroup.procs && exec ${server} "$@"\n`);
  await chmod(binary, 0o755);
  return {
    binary,
    async dispose() {
      await rm(binary, { force: true });
      await rmdir(group).catch(() => {}); // a process of it is ending yet
    },
  };
}
