import { Message, type MessageBus } from "@jellybrick/dbus-next";

export interface Forgery {
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly signature?: string;
  readonly body?: unknown[];
}

const DAEMON = {
  destination: "org.freedesktop.DBus",
  path: "/org/freedesktop/DBus",
  interface: "org.freedesktop.DBus",
};

/** Sends a signal in another program's name: as a broadcast, and to each connection by its address. */
export async function forge(forger: MessageBus, signal: Forgery): Promise<void> {
  const names = (await forger.call(new Message({ ...DAEMON, member: "ListNames" })))?.body[0] as string[];
  const victims = names.filter((name) => name.startsWith(":") && name !== forger.name);
  for (const destination of [undefined, ...victims]) {
    const message = Message.newSignal(
      signal.path,
      signal.interface,
      signal.member,
      signal.signature,
      signal.body,
    );
    if (destination !== undefined) message.destination = destination;
    forger.send(message);
  }
  await forger.call(new Message({ ...DAEMON, member: "GetId" })); // the bus has handed all of them on
}
