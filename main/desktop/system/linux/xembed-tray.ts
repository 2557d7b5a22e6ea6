import { connect, type Socket } from "node:net";
import { type Cookie, xCookie } from "./x11-authority.ts";

/** Milliseconds that the display may take to answer. */
const PATIENCE = 2_000;

/**
 * Whether the X display has an XEmbed tray (System Tray Protocol): a client owns the selection
 * `_NET_SYSTEM_TRAY_S<screen>`. Without a StatusNotifier host Electron puts its icon there, and does not report it.
 * Only the X server knows the owner of a selection, so this sends it three small requests of the X protocol.
 * @param env `DISPLAY`, `XAUTHORITY`
 * @returns undefined when the display cannot be asked
 */
export async function hasXEmbedTray(env: NodeJS.ProcessEnv): Promise<boolean | undefined> {
  if ((env["DISPLAY"] ?? "") === "") return false; // a Wayland session without X
  const display = /^([^:]*):(\d+)(?:\.(\d+))?$/.exec(env["DISPLAY"] ?? "");
  if (display === null) return undefined;
  const [, host = "", number = "0", screen = "0"] = display;
  const cookie = await xCookie(env, number);
  const socket =
    host === "" || host === "unix"
      ? connect(`/tmp/.X11-unix/X${number}`)
      : connect(6000 + Number(number), host);
  socket.setTimeout(PATIENCE, () => socket.destroy(new Error("no answer")));
  try {
    return (await selectionOwner(socket, cookie, `_NET_SYSTEM_TRAY_S${screen}`)) !== 0;
  } catch {
    return undefined;
  } finally {
    socket.destroy();
  }
}

/** Window that owns a selection; 0 without an owner. */
async function selectionOwner(
  socket: Socket,
  cookie: Cookie | undefined,
  selection: string,
): Promise<number> {
  const read = reader(socket);
  socket.write(setup(cookie));
  const greeting = await read(8);
  if (greeting.readUInt8(0) !== 1) throw new Error("the display refused the connection");
  await read(greeting.readUInt16LE(6) * 4);
  socket.write(internAtom(selection));
  const atom = await reply(read);
  if (atom === 0) return 0; // no client has ever used the name
  socket.write(getSelectionOwner(atom));
  return reply(read);
}

/** First number of the reply. Events that arrive before it are skipped. */
async function reply(read: (bytes: number) => Promise<Buffer>): Promise<number> {
  for (;;) {
    const answer = await read(32);
    const kind = answer.readUInt8(0);
    if (kind === 0) throw new Error("the display refused the request");
    if (kind === 1) return answer.readUInt32LE(8);
  }
}

function setup(cookie: Cookie | undefined): Buffer {
  const name = Buffer.from(cookie?.name ?? "");
  const data = cookie?.data ?? Buffer.alloc(0);
  const head = Buffer.alloc(12);
  head.write("l", 0); // little-endian
  head.writeUInt16LE(11, 2);
  head.writeUInt16LE(name.length, 6);
  head.writeUInt16LE(data.length, 8);
  return Buffer.concat([head, padded(name), padded(data)]);
}

function internAtom(name: string): Buffer {
  const text = padded(Buffer.from(name));
  const head = Buffer.alloc(8);
  head.writeUInt8(16, 0);
  head.writeUInt8(1, 1); // only if it exists
  head.writeUInt16LE(2 + text.length / 4, 2);
  head.writeUInt16LE(name.length, 4);
  return Buffer.concat([head, text]);
}

function getSelectionOwner(atom: number): Buffer {
  const request = Buffer.alloc(8);
  request.writeUInt8(23, 0);
  request.writeUInt16LE(2, 2);
  request.writeUInt32LE(atom, 4);
  return request;
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}

/** Returns a function that reads exactly `bytes` bytes. It throws when the stream ends early. */
function reader(socket: Socket): (bytes: number) => Promise<Buffer> {
  const chunks = socket[Symbol.asyncIterator]();
  let rest = Buffer.alloc(0);
  return async (bytes) => {
    while (rest.length < bytes) {
      const { value, done } = await chunks.next();
      if (done) throw new Error("the display closed the connection");
      rest = Buffer.concat([rest, value]);
    }
    const wanted = rest.subarray(0, bytes);
    rest = rest.subarray(bytes);
    return wanted;
  };
}
