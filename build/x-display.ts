import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { connect, type NetConnectOpts } from "node:net";

/** A server that hangs does not answer; milliseconds. */
const PATIENCE = 2_000;

/**
 * Whether an X server answers, where libxcb looks for one: without any, Chromium ends with a segmentation fault.
 * @param display the value of `DISPLAY`; one on another computer is not asked, and counts as there
 */
export async function xAnswers(display: string): Promise<boolean> {
  const [, number] = /^(?:unix)?:(\d+)(?:\.\d+)?$/.exec(display) ?? [];
  if (number === undefined) return true;
  const path = `/tmp/.X11-unix/X${number}`;
  const sockets = await readFile("/proc/net/unix", "utf8").catch(() => ""); // Node 20 cannot connect to an abstract one
  if (sockets.includes(` @${path}\n`)) return true;
  const places = [{ path }, { host: "127.0.0.1", port: 6000 + Number(number) }];
  return Promise.any(places.map(reach)).then(
    () => true,
    () => false,
  );
}

async function reach(place: NetConnectOpts): Promise<void> {
  const socket = connect(place);
  try {
    await once(socket, "connect", { signal: AbortSignal.timeout(PATIENCE) });
  } finally {
    socket.destroy();
  }
}
