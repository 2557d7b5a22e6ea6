import type { Bus, BusObject } from "../../dbus/bus.ts";

/**
 * Follows one property of a service that comes and goes: told when it is known, at each change, and as undefined while
 * nobody offers it. Nobody is started for it. Returns the undo.
 */
export function watchProperty(
  bus: Bus,
  object: BusObject,
  name: string,
  listener: (value: unknown) => void,
): () => void {
  /** Counts what was heard, so that a late answer does not undo a newer signal. */
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
    // A late answer is as good: a service that hangs for a while is not asked again.
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
