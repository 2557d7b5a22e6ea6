import type { Bus, BusObject } from "../../dbus/bus.ts";

/**
 * Watches one property of a service that may come and go. The listener receives the value when it is known and at each
 * change, and undefined while there is no service. No program is started. Returns the undo.
 */
export function watchProperty(
  bus: Bus,
  object: BusObject,
  name: string,
  listener: (value: unknown) => void,
): () => void {
  /** Counts reports, so that a late answer does not override a newer signal. */
  let heard = 0;
  let isWatching = true;

  function tell(value: unknown): void {
    heard++;
    if (isWatching) listener(value);
  }

  function read(): void {
    const before = ++heard;
    const told = (value: unknown): void => {
      if (heard === before) tell(value);
    };
    // Without a timeout: the late answer of a hanging service is useful too.
    bus
      .property({ ...object, mayStart: false }, name, Number.POSITIVE_INFINITY)
      .then(told, () => told(undefined));
  }

  const stops = [
    bus.onNameOwner(object.destination, (owner) => (owner === undefined ? tell(undefined) : read())),
    bus.onSignal(
      {
        sender: object.destination,
        path: object.path,
        interface: "org.freedesktop.DBus.Properties",
        member: "PropertiesChanged",
      },
      ([of, changed, invalidated]) => {
        if (of !== object.interface) return;
        if (isRecord(changed) && Object.hasOwn(changed, name)) tell(changed[name]);
        else if (Array.isArray(invalidated) && invalidated.includes(name)) read();
      },
    ),
  ];
  return () => {
    isWatching = false;
    for (const stop of stops) stop();
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
