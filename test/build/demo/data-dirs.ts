import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const dataDirs: string[] = [];

/** A folder for the demo's data. */
export function newDataDir(): string {
  const dataDir = mkdtempSync(join(tmpdir(), "alrimi-demo-test-"));
  dataDirs.push(dataDir);
  return dataDir;
}

/** At the end of a file. */
export function removeDataDirs(): void {
  for (const dataDir of dataDirs.splice(0)) rmSync(dataDir, { recursive: true, force: true });
}

/**
 * Ids of processes whose command line names the folder.
 * @param argument what else stands on their command lines
 */
export function runningOn(dataDir: string, argument = ""): string[] {
  const isOurs = (pid: string): boolean => {
    try {
      const commandLine = readFileSync(`/proc/${pid}/cmdline`, "utf8");
      return commandLine.includes(dataDir) && commandLine.includes(argument);
    } catch {
      return false; // gone
    }
  };
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name) && isOurs(name));
}
