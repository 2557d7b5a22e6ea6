import { readFileSync } from "node:fs";

/** Linux counts a process's time in hundredths of a second for every program that reads it (USER_HZ). */
const MS_PER_TICK = 10;

/** Milliseconds of processor time, user and system, that a process has used since it was started. */
export function cpuOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
}

/** Resident memory now, and the most it ever was; KiB. */
export function memoryOf(pid: number): { readonly now: number; readonly peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const read = (field: string): number =>
    Number(new RegExp(`^${field}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0);
  return { now: read("VmRSS"), peak: read("VmHWM") };
}

export function sumOf<Item>(items: readonly Item[], value: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0);
}

/** Milliseconds of the machine's monotonic clock: the same in every process. */
export function monotonic(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/**
 * A broker and a crowd each hold one file descriptor a connection.
 * @throws when this process, whose limit its children inherit, may not open that many
 */
export function checkFileLimit(connections: number): void {
  const [, soft] = /^Max open files\s+(\d+|unlimited)/m.exec(readFileSync("/proc/self/limits", "utf8")) ?? [];
  const needed = connections + 500;
  if (soft === undefined || soft === "unlimited" || Number(soft) >= needed) return;
  throw new Error(
    `${connections} connections need ${needed} open files a process, and ${soft} are allowed: ` +
      `raise the limit (ulimit -n ${needed}; as root also above the hard limit) or ask for fewer with --clients`,
  );
}
