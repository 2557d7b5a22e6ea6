/**
 * The problems that are shown to the person, each with the arguments of its text. The arguments are not trusted: file
 * names, ids and system messages may hold any characters.
 */
interface ProblemArguments {
  readonly "not-set-up": readonly [];
  readonly "secret-lost": readonly [why: string];
  readonly "keyring-waiting": readonly [];
  readonly "policy-missing": readonly [file: string];
  readonly "policy-unreadable": readonly [file: string, detail: string];
  readonly "policy-unsafe": readonly [path: string];
  readonly "policy-refused": readonly [file: string, detail: string];
  /** Keys or values of policies were left out. `others` is the number of those beside the first. */
  readonly "policy-partly-refused": readonly [where: string, detail: string, others: string];
  readonly "file-unreadable": readonly [file: string, detail: string];
  readonly "argument-twice": readonly [name: string];
  readonly "argument-empty": readonly [name: string];
  readonly "argument-refused": readonly [name: string];
  readonly "start-failed": readonly [detail: string];
  readonly "lock-refused": readonly [path: string, detail: string];
  readonly "runs-on-other-computer": readonly [computer: string, pid: string, folder: string];
  readonly "runs-in-other-session": readonly [pid: string, display: string];
  readonly "runs-unanswering": readonly [pid: string];
  readonly "no-home": readonly [];
  readonly "no-user": readonly [];
  readonly "bad-user": readonly [user: string];
  readonly "not-saved": readonly [detail: string];
  readonly "log-refused": readonly [file: string, detail: string];
  readonly "state-refused": readonly [file: string, detail: string];
  readonly "preferences-refused": readonly [file: string, detail: string];
  readonly "store-put-aside": readonly [file: string];
  readonly "notifications-failed": readonly [detail: string];
  readonly "no-tray": readonly [];
  readonly "shortcut-taken": readonly [keys: string];
  readonly "shortcut-wayland": readonly [keys: string];
  readonly "autostart-failed": readonly [detail: string];
  readonly "no-notification-server": readonly [];
  /** `by`: `company`, `all` (programs) or `app`. */
  readonly "notifications-off": readonly [by: string];
  readonly "do-not-disturb": readonly [];
  readonly "page-not-opened": readonly [service: string];
  readonly "older-counts": readonly [services: string];
  readonly "too-many-services": readonly [most: string];
  readonly "catalog-refused": readonly [detail: string];
  /** The enrolment server does not answer. The login works until then. */
  readonly "login-ending": readonly [until: string, since: string];
  readonly "login-ended": readonly [at: string, since: string];
  /** `reason`: an `EnrolmentRefusal`. */
  readonly "login-refused": readonly [reason: string, until: string];
}

/** A problem to show, with the arguments of its text. */
export type Problem = {
  [Key in keyof ProblemArguments]: { readonly key: Key; readonly args: ProblemArguments[Key] };
}[keyof ProblemArguments];

/** The text of each problem in one language. */
export type ProblemWords = {
  readonly [Key in keyof ProblemArguments]: (...args: ProblemArguments[Key]) => string;
};
