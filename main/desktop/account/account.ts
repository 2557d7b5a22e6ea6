import type { Account } from "../../core/account/draft.ts";
import { knowsHost } from "../../nats/name-lookup.ts";
import { dialNats } from "../broker/nats-transport.ts";
import { accountInUse } from "./account-form.ts";
import { type AccountWindow, type AccountWindowOptions, createAccountWindow } from "./account-window.ts";
import { chooseCredentialsFile } from "./credentials-file.ts";
import type { Secrets } from "./secrets.ts";
import {
  inFolder,
  type LoadedSettings,
  ownSettings,
  type SettingsSource,
  saveAccount,
} from "./settings-file.ts";

export interface AccountOptions
  extends Pick<AccountWindowOptions, "page" | "door" | "clock" | "log" | "language"> {
  /** Where the settings come from now. */
  readonly source: () => SettingsSource;
  /** The app's folder. */
  readonly userData: string;
  /** The OS login name. */
  readonly loginName: string;
  readonly secrets: Secrets;
  /** Settings of the running session. */
  readonly loaded: () => LoadedSettings;
}

/** Creates the account dialog with its real ports: broker, keychain, files and OS dialogs. */
export function createAccount(options: AccountOptions): AccountWindow {
  const { source, userData, loginName, secrets, loaded } = options;
  const own = () => {
    const settings = ownSettings(source().file);
    return settings === "not-understood" ? {} : settings;
  };
  return createAccountWindow({
    ...options,
    inUse: () => accountInUse(source(), loaded(), own(), loginName, () => secrets.keeping),
    tls: () => inFolder(userData, own()).tls,
    dial: dialNats,
    knowsHost,
    chooseFile: chooseCredentialsFile,
    save: (account: Account) => saveAccount(userData, account, secrets),
  });
}

/** Whether only the person can go on: the account dialog opens by itself at the start, unless the start is hidden. */
export function needsPerson(loaded: LoadedSettings): loaded is Extract<LoadedSettings, { ok: false }> {
  // The board shows every other problem, with a button.
  return !loaded.ok && (loaded.problem.key === "not-set-up" || loaded.problem.key === "secret-lost");
}
