import type { Account } from "../../core/account/draft.ts";
import { knowsHost } from "../../nats/name-lookup.ts";
import { dialNats } from "../broker/nats-transport.ts";
import { accountInUse } from "./account-form.ts";
import { type AccountWindow, type AccountWindowOptions, createAccountWindow } from "./account-window.ts";
import { chooseCredentialsFile } from "./credentials-file.ts";
import type { Secrets } from "./secrets.ts";
import {
  type Given,
  inFolder,
  type LoadedSettings,
  ownSettings,
  saveAccount,
  settingsSource,
} from "./settings-file.ts";

export interface AccountOptions
  extends Pick<AccountWindowOptions, "page" | "door" | "clock" | "log" | "language"> {
  readonly given: Given;
  /** The app's folder. */
  readonly userData: string;
  /** The OS login name. */
  readonly loginName: string;
  readonly secrets: Secrets;
  /** The settings that the app runs by now. */
  readonly loaded: () => LoadedSettings;
}

/** The account of the app, as its person sees and changes it. */
export function createAccount(options: AccountOptions): AccountWindow {
  const { given, userData, loginName, secrets, loaded } = options;
  const source = settingsSource(given, userData);
  const own = () => {
    const settings = ownSettings(source.file);
    return settings === "not-understood" ? {} : settings;
  };
  return createAccountWindow({
    ...options,
    inUse: () => accountInUse(source, loaded(), own(), loginName, () => secrets.keeping),
    tls: () => inFolder(userData, own()).tls,
    dial: dialNats,
    knowsHost,
    chooseFile: chooseCredentialsFile,
    save: (account: Account) => saveAccount(userData, account, secrets),
  });
}

/** Whether only the person can go on: the dialog opens by itself then. */
export function needsPerson(loaded: LoadedSettings): boolean {
  // Anything else is said on the board, which has a button for it.
  return !loaded.ok && (loaded.problem.key === "not-set-up" || loaded.problem.key === "secret-lost");
}
