import type { Bus } from "../../dbus/bus.ts";
import { NOTIFICATION_SERVER } from "../../dbus/notification-server.ts";

const XFCONF = {
  destination: "org.xfce.Xfconf",
  path: "/org/xfce/Xfconf",
  interface: "org.xfce.Xfconf",
} as const;
const SETTING = ["xfce4-notifyd", "/do-not-disturb"] as const;
const VENDOR = "Xfce";

/**
 * Watches "do not disturb" of xfce4-notifyd, which does not report it and discards notifications meanwhile (seen with
 * 0.7). The setting is read from XFCE's settings daemon, which is not started for this. It has no meaning while another
 * daemon shows the notifications.
 * @param bus the session bus
 * @param say called at each change; false where there is no such setting
 */
export function watchXfceDoNotDisturb(bus: Bus, say: (isOn: boolean) => void): () => void {
  let isSet = false;
  /** True without any daemon too: the next notification starts one, probably XFCE's. */
  let isXfce = true;
  let isWatching = true;
  const tell = (change: { isSet?: boolean; isXfce?: boolean }): void => {
    if (!isWatching) return;
    isSet = change.isSet ?? isSet;
    isXfce = change.isXfce ?? isXfce;
    say(isSet && isXfce);
  };
  const setting = newest((value: unknown) => tell({ isSet: value === true }));
  const vendor = newest((name: unknown) => tell({ isXfce: name === undefined || name === VENDOR }));

  const read = async (): Promise<unknown> => {
    const call = { ...XFCONF, member: "GetProperty", signature: "ss", body: SETTING, mayStart: false };
    const [value] = await bus.call(call, Number.POSITIVE_INFINITY); // without a timeout: a late answer is useful too
    return value;
  };
  const askVendor = async (): Promise<unknown> => {
    const call = { ...NOTIFICATION_SERVER, member: "GetServerInformation", mayStart: false };
    const [, answer] = await bus.call(call, Number.POSITIVE_INFINITY);
    return answer;
  };
  const { destination, ...object } = XFCONF;
  const isIt = ([channel, property]: readonly unknown[]): boolean =>
    channel === SETTING[0] && property === SETTING[1];
  const stops = [
    bus.onNameOwner(destination, (owner) =>
      owner === undefined ? setting.is(false) : setting.ask(read, false),
    ),
    bus.onSignal({ ...object, sender: destination, member: "PropertyChanged" }, (body) => {
      if (isIt(body)) setting.is(body[2]);
    }),
    bus.onSignal({ ...object, sender: destination, member: "PropertyRemoved" }, (body) => {
      if (isIt(body)) setting.is(false);
    }),
    bus.onNameOwner(NOTIFICATION_SERVER.destination, (owner) =>
      owner === undefined ? vendor.is(undefined) : vendor.ask(askVendor, "unknown"),
    ),
  ];
  return () => {
    isWatching = false;
    for (const stop of stops) stop();
  };
}

/** Reports the latest value: a late answer does not override a newer signal. */
function newest(tell: (value: unknown) => void) {
  let heard = 0;
  const is = (value: unknown): void => {
    heard++;
    tell(value);
  };
  return {
    is,
    /** @param otherwise value when there is no answer */
    ask(question: () => Promise<unknown>, otherwise: unknown): void {
      const before = ++heard;
      const told = (value: unknown): void => {
        if (heard === before) is(value);
      };
      question().then(told, () => told(otherwise));
    },
  };
}
