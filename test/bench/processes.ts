import { readdirSync, readFileSync } from "node:fs";

/** A process and all that descend from it. Linux only. */
export function processTree(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const parent = parentOf(Number(name));
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const tree = [root];
  for (const pid of tree) tree.push(...(children.get(pid) ?? []));
  return tree;
}

/** Proportional set size of all the processes together, in MiB: shared pages are counted once. */
export function pssOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + kibOf(pid, "Pss"), 0) / 1024;
}

/** The part of {@link pssOf} that no file backs: what the programs themselves have written and hold, in MiB. */
export function ownMemoryOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + kibOf(pid, "Pss_Anon"), 0) / 1024;
}

/** Times that threads of these processes were put to sleep and woken again, since they were started. */
export function wakeUpsOf(pids: readonly number[]): number {
  let sum = 0;
  for (const pid of pids) {
    try {
      for (const thread of readdirSync(`/proc/${pid}/task`)) {
        const status = readFileSync(`/proc/${pid}/task/${thread}/status`, "utf8");
        sum += Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(status)?.[1] ?? 0);
      }
    } catch {
      // it ended while it was being read
    }
  }
  return sum;
}

/** Open file descriptors of all the processes: files, sockets, pipes, shared memory. */
export function openFilesOf(pids: readonly number[]): number {
  return entriesOf(pids, "fd");
}

export function threadsOf(pids: readonly number[]): number {
  return entriesOf(pids, "task");
}

function entriesOf(pids: readonly number[], folder: "fd" | "task"): number {
  let sum = 0;
  for (const pid of pids) {
    try {
      sum += readdirSync(`/proc/${pid}/${folder}`).length;
    } catch {
      // it ended while it was being read
    }
  }
  return sum;
}

function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return undefined;
  }
}

function kibOf(pid: number, field: "Pss" | "Pss_Anon"): number {
  try {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
    return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(rollup)?.[1] ?? 0);
  } catch {
    return 0;
  }
}
