import type { History } from "../../core/attention/history.ts";
import type { Connection } from "../../core/connection.ts";
import type { EffectiveValues } from "../../core/policy/effective.ts";
import type { ValuePlaces } from "../../core/policy/managed-policy.ts";
import type { Policy, Updates } from "../../core/policy/policy.ts";
import type { Problem } from "../../core/problem.ts";
import type { AccountSummary } from "../settings/account.ts";

/** The values that a diagnostics file is made from. They may hold secrets; the file does not. */
export interface Gathered {
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
  readonly by: "settings" | "command-line";
  readonly app: AppFacts;
  readonly system: SystemFacts;
  readonly settings: SettingsFacts;
  readonly preferences: {
    readonly values: EffectiveValues;
    /** Path of the person's choices. */
    readonly file: string;
  };
  /** Null when the app that makes the file has no connection itself. */
  readonly connection: Connection | null;
  readonly history: History;
  readonly notifications: NotificationFacts;
  readonly tray: TrayFacts;
  readonly keychain: KeychainFacts;
  readonly files: readonly FileFacts[];
  readonly problems: readonly Problem[];
  /** The end of the log, of several lines. */
  readonly log: string;
  readonly secrets: KnownSecrets;
}

export interface AppFacts {
  readonly version: string;
  readonly electron: string;
  readonly chromium: string;
  readonly node: string;
  readonly isPackaged: boolean;
  /** Content of `build.json` of the package. */
  readonly build: unknown;
}

export interface SystemFacts {
  readonly platform: string;
  readonly release: string;
  readonly version: string;
  readonly arch: string;
  /** Name of a Linux distribution. */
  readonly distribution: string | null;
  /** `XDG_CURRENT_DESKTOP`. */
  readonly desktop: string | null;
  /** `XDG_SESSION_TYPE`. */
  readonly sessionType: string | null;
  readonly language: string;
}

export interface SettingsFacts {
  readonly source: "policy-on-command-line" | "policy-in-its-place" | "own";
  /** Path of the settings' file. */
  readonly file: string;
  /** What gives each value; none for a default. */
  readonly places: ValuePlaces;
  /** Null when the settings cannot be used; `problem` is the reason. */
  readonly effective:
    | (Pick<Policy, "tls" | "linkOrigins"> & {
        readonly fleet: boolean;
        readonly updates: Updates | undefined;
      } & Pick<AccountSummary, "user" | "servers"> & {
          readonly signIn: AccountSummary["credentials"];
          /** Path of the file with the credentials. */
          readonly credentialsFile: string | null;
        })
    | null;
  readonly problem: Problem | null;
}

/** Whether the OS shows notifications. */
export interface NotificationFacts {
  /** Who has switched them off in the settings of Windows or macOS; `unknown` where that cannot be found out. */
  readonly blocker: "company" | "all" | "app" | "unknown" | null;
  /** A Linux notification server. Null when there is none, and on other systems. */
  readonly server: {
    readonly name: string;
    readonly vendor: string;
    readonly version: string;
    readonly specification: string;
    readonly capabilities: readonly string[];
  } | null;
  /** Whether the bus can start a server. */
  readonly isStartable: boolean | null;
  /** "Do not disturb", as the server reports it. */
  readonly isInhibited: boolean | null;
}

export interface TrayFacts {
  /** Null when it cannot be found out. */
  readonly hasHost: boolean | null;
  readonly statusNotifier: boolean | null;
  readonly xEmbed: boolean | null;
}

export interface KeychainFacts {
  /** Chromium's name of the keychain. */
  readonly kind: string;
  readonly state: "open" | "waiting" | "closed" | "not-asked";
  /** Where the secret of the account is, or why it cannot be used. */
  readonly secret: string;
}

export interface FileFacts {
  readonly path: string;
  /** `file`, `folder`, `missing`, a kind that is refused, or the system's code of an error. */
  readonly kind: string;
  /** Permissions in octal, such as `600`. Null on Windows. */
  readonly mode: string | null;
  readonly owner: "me" | "root" | "other" | null;
  /** Bytes of a file. */
  readonly size: number | null;
}

export interface KnownSecrets {
  /** Passwords, seeds, and contents of credential and key files. */
  readonly values: readonly string[];
  /** False when there is a secret that cannot be read, so it cannot be searched for. */
  readonly areComplete: boolean;
}
