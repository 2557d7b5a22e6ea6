import { BUS_TIMEOUT, type Bus, type BusCall, type BusError, type BusObject } from "../dbus/bus.ts";
import { variant } from "../dbus/dbus-values.ts";

/**
 * Unlocks the keyring of a Linux desktop without blocking the main thread. `safeStorage` would block it until the
 * person has typed the password, or for ever when the keyring does not answer.
 */

/** Milliseconds after which an unanswered call is repeated. */
const ASK_AGAIN_AFTER = 10 * 60_000;

const SECRETS = "org.freedesktop.secrets";
const SERVICE = {
  destination: SECRETS,
  path: "/org/freedesktop/secrets",
  interface: "org.freedesktop.Secret.Service",
};
const NO_OBJECT = "/";

/** A keyring on the session bus. */
export interface Keyring {
  /** Well-known bus name. */
  readonly name: string;
  /**
   * Unlocks the keyring. Waits as long as the keyring or the person needs.
   * @param mayPrompt whether the person may be asked for the password
   * @returns false when the person declined, or a prompt is needed and not allowed
   * @throws a `BusError` when there is no keyring, or it went away meanwhile
   */
  open(bus: Bus, mayPrompt: boolean): Promise<boolean>;
  /** Calls back when the keyring may have been opened or closed by another program. Returns the undo. */
  onChange(bus: Bus, listener: () => void): () => void;
}

/**
 * The Secret Service (freedesktop.org, "Secret Storage Specification", 0.2). Chromium keeps its key in the default
 * collection or, from earlier versions, in another one (`key_storage_libsecret.cc`).
 * @param appName name under which Chromium keeps the key
 */
export function secretService(appName: string): Keyring {
  return {
    name: SECRETS,
    async open(bus, mayPrompt) {
      const call = (member: string, signature: string, ...body: unknown[]): Promise<readonly unknown[]> =>
        callPatiently(bus, { ...SERVICE, member, signature, body });
      const [collection] = await call("ReadAlias", "s", "default");
      if (collection === NO_OBJECT) {
        const properties = {
          "org.freedesktop.Secret.Collection.Label": variant("s", "Default keyring"), // libsecret's label
        };
        if (!mayPrompt) return false;
        const [, prompt] = await call("CreateCollection", "a{sv}s", properties, "default");
        return prompted(bus, String(prompt));
      }
      const key = { "xdg:schema": "chrome_libsecret_os_crypt_password_v2", application: appName };
      const [, locked] = await call("SearchItems", "a{ss}", key);
      const [, prompt] = await call("Unlock", "ao", [collection, ...(locked as string[])]);
      if (prompt !== NO_OBJECT && !mayPrompt) return false;
      return prompted(bus, String(prompt));
    },
    onChange: (bus, listener) =>
      bus.onSignal({ ...from(SERVICE), member: "CollectionChanged" }, () => listener()),
  };
}

/** Shows the prompt of the keyring. False when the person dismisses it, or the keyring goes away. */
async function prompted(bus: Bus, path: string): Promise<boolean> {
  if (path === NO_OBJECT) return true;
  const prompt = { destination: SECRETS, path, interface: "org.freedesktop.Secret.Prompt" };
  const stops: (() => void)[] = [];
  try {
    return await new Promise<boolean>((resolve, reject) => {
      stops.push(
        bus.onSignal({ ...from(prompt), member: "Completed" }, ([isDismissed]) =>
          resolve(isDismissed === false),
        ),
        bus.onNameOwner(SECRETS, (owner) => {
          if (owner === undefined) resolve(false);
        }),
      );
      callPatiently(bus, { ...prompt, member: "Prompt", signature: "s", body: [""] }).catch(reject);
    });
  } finally {
    for (const stop of stops) stop();
  }
}

/**
 * KWallet, through the interface that Chromium uses (`key_storage_kwallet.cc`).
 * @param version major version of KDE; "" for KDE 4
 */
export function kwallet(version: "" | "5" | "6", appName: string): Keyring {
  const wallet = {
    destination: `org.kde.kwalletd${version}`,
    path: `/modules/kwalletd${version}`,
    interface: "org.kde.KWallet",
  };
  return {
    name: wallet.destination,
    async open(bus, mayPrompt) {
      const call = async (member: string, signature?: string, ...body: unknown[]): Promise<unknown> => {
        const typed = signature === undefined ? {} : { signature, body };
        return (await callPatiently(bus, { ...wallet, member, ...typed }))[0];
      };
      if ((await call("isEnabled")) !== true) return false;
      const name = await call("networkWallet");
      if ((await call("isOpen", "s", name)) === true) return true;
      if (!mayPrompt) return false;
      // The handle stays open, because a closed wallet would be locked when Chromium asks.
      return Number(await call("open", "sxs", name, 0n, appName)) >= 0;
    },
    onChange: (bus, listener) => bus.onSignal({ ...from(wallet), member: "walletOpened" }, () => listener()),
  };
}

function from({ destination, path, interface: of }: BusObject) {
  return { sender: destination, path, interface: of };
}

/** Repeats a call that timed out, because a stopped keyring answers when it continues. */
async function callPatiently(bus: Bus, call: BusCall): Promise<readonly unknown[]> {
  for (;;) {
    try {
      return await bus.call(call, ASK_AGAIN_AFTER);
    } catch (error) {
      if ((error as BusError).name !== BUS_TIMEOUT) throw error;
    }
  }
}
