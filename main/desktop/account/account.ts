import type { Account } from "../../core/account/draft.ts";
import type { ManagedPolicy } from "../../core/policy/managed-policy.ts";
import { knowsHost } from "../../nats/name-lookup.ts";
import { wordsIn } from "../../words/index.ts";
import { createLinks, type OpenInSystem } from "../app/links.ts";
import { dialNats } from "../broker/nats-transport.ts";
import { EnrolmentRun } from "../enrolment/enrolment.ts";
import { EnrolmentServer } from "../enrolment/enrolment-server.ts";
import { saveEnrolled } from "../enrolment/save-enrolled.ts";
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
  extends Pick<
    AccountWindowOptions,
    "page" | "door" | "clock" | "log" | "language" | "firstStart" | "startAtLogin"
  > {
  /** Where the settings come from now. */
  readonly source: () => SettingsSource;
  /** The app's folder. */
  readonly userData: string;
  /** The OS login name. */
  readonly loginName: string;
  readonly secrets: Secrets;
  /** Settings of the running session. */
  readonly loaded: () => LoadedSettings;
  readonly policies: () => ManagedPolicy;
  readonly openInSystem: OpenInSystem;
}

/** Creates the account dialog with its real ports: broker, keychain, files and OS dialogs. */
export function createAccount(options: AccountOptions): AccountWindow {
  const { source, userData, loginName, secrets, loaded, policies, clock, log, language } = options;
  const own = () => {
    const settings = ownSettings(source().file);
    return settings === "not-understood" ? {} : settings;
  };
  return createAccountWindow({
    ...options,
    inUse: () => accountInUse(source(), loaded(), own(), loginName, () => secrets.keeping, policies().enrol),
    tls: () => inFolder(userData, own()).tls,
    dial: dialNats,
    knowsHost,
    chooseFile: chooseCredentialsFile,
    save: (account: Account) => saveAccount(userData, account, secrets),
    enrol: (changed) =>
      new EnrolmentRun({
        ...{ clock, log, changed },
        server: () => new EnrolmentServer(policies().enrol ?? ""),
        open(url) {
          const { origin } = new URL(url); // of the policy, which allows http only for this computer
          return createLinks([origin], log, options.openInSystem).open(url);
        },
        says: ({ kind }) => wordsIn(language()).account.enrol.browser[kind],
        save: (answer, seed) => saveEnrolled(answer, seed, { userData, secrets, policies: policies() }),
      }),
  });
}

/** Whether only the person can go on: the account dialog opens by itself at the start, unless the start is hidden. */
export function needsPerson(loaded: LoadedSettings): loaded is Extract<LoadedSettings, { ok: false }> {
  // The board shows every other problem, with a button.
  return !loaded.ok && (loaded.problem.key === "not-set-up" || loaded.problem.key === "secret-lost");
}
