import { execFileSync } from "node:child_process";

/** Whether a test may give a process mounts of its own: as root on Linux, where the container allows it. */
export function canMount(): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  try {
    execFileSync("unshare", ["--mount", "true"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
