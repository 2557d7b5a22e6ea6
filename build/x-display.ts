import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { connect, type NetConnectOpts } from "node:net";

/** Milliseconds to wait for a server that hangs. */
const PATIENCE = 2_000;

/**
 * Whether an X server answers at the places where libxcb looks. Without a server Chromium crashes with a segmentation
 * fault.
 * @param display value of `DISPLAY`; a display on another computer is not checked and gives true
 */
export async function xAnswers(display: string): Promise<boolean> {
  const [, number] = /^(?:unix)?:(\d+)(?:\.\d+)?$/.exec(display) ?? [];
  if (number === undefined) return true;
  const path = `/tmp/.X11-unix/X${number}`;
  const sockets = await readFile("/proc/net/unix", "utf8").catch(() => ""); // Node 20 cannot connect to these
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
