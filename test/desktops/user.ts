import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";

/** An ordinary user whom programs can be started as. */
export interface OrdinaryUser {
  readonly uid: number;
  readonly gid: number;
  /** A folder as this user can read it: itself, or a copy below the given folder. */
  readable(folder: string, probe: string, into: string): string;
  /** Removes the user again if it was made here. */
  remove(): void;
}

/**
 * Makes the system user that stands for an employee, or takes the one that an earlier run left. Only root can.
 * @param name another one for each suite, because each removes its own at the end
 * @throws when useradd fails
 */
export function ordinaryUser(name: string): OrdinaryUser {
  if (spawnSync("id", [name]).status !== 0) {
    execFileSync("useradd", [
      "--system",
      "--user-group",
      "--no-create-home",
      "--shell",
      "/usr/sbin/nologin",
      name,
    ]);
  }
  const number = (flag: string): number => Number(execFileSync("id", [flag, name], { encoding: "utf8" }));
  const [uid, gid] = [number("-u"), number("-g")];
  return {
    uid,
    gid,
    readable(folder, probe, into) {
      if (spawnSync("test", ["-r", join(folder, probe)], { uid, gid }).status === 0) return folder;
      execFileSync("cp", ["-a", folder, into]); // with its times: they tell that it is compiled
      return into;
    },
    remove: () => void spawnSync("userdel", ["--force", name]),
  };
}
