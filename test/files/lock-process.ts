import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { takeLock } from "../../main/files/lock.ts";

/**
 * A process that uses a lock. Arguments: the folder, and how often it works under the lock before it ends; without that it
 * takes the lock and keeps it. It says "held" at its first time, and "overlap" when another one worked at the same time.
 */
const [folder = "", rounds] = process.argv.slice(2);
const work = join(folder, "at-work");
for (let round = 0; rounds === undefined || round < Number(rounds); ) {
  const release = await takeLock(folder, "lock");
  if (release === undefined) continue;
  if (round === 0) process.stdout.write("held\n");
  round += 1;
  if (rounds === undefined) await sleep(600_000);
  await writeFile(work, "", { flag: "wx" }).catch(() => process.stdout.write("overlap\n"));
  await rm(work);
  await release();
}
