/** A room: a folder whose files follow the same rules. */
export interface Room {
  /** Path relative to the root of the repository. */
  readonly folder: string;
  readonly holds: string;
  /** Folders of other rooms. A room may always import itself. */
  readonly mayImport: readonly string[];
  /** Names of npm packages. */
  readonly packages: readonly string[];
  /** Whether Node's own modules may be imported. */
  readonly node: boolean;
  /**
   * A pure room reads no clock, randomness, process, time zone or language of the machine. They are passed in as
   * values.
   */
  readonly pure: boolean;
  /** Folders from which only types may be imported. */
  readonly typesOnly?: readonly string[];
}

const pure = { node: false, pure: true } as const;
const onNode = { node: true, pure: false } as const;

/** From the inside out: a room may import only rooms above it. */
export const ROOMS: readonly Room[] = [
  {
    folder: "main/contract",
    holds: "the wire format: ids, subjects, streams, event, order, catalog, heartbeat",
    mayImport: [],
    packages: [],
    ...pure,
  },
  {
    folder: "main/core",
    holds:
      "the app's decisions: knowledge, attention, account, preferences, policy. No clock, no randomness, no I/O",
    mayImport: ["main/contract"],
    packages: ["valibot", "jsonc-parser"],
    ...pure,
  },
  {
    folder: "main/words",
    holds: "all texts for people, in Korean and English",
    mayImport: ["main/contract", "main/core"],
    packages: [],
    ...pure,
  },
  {
    folder: "main/view",
    holds: "views as values: tray, board, notice, settings, account",
    mayImport: ["main/contract", "main/core", "main/words"],
    packages: ["valibot", "@hyunbinseo/holidays-kr"],
    ...pure,
  },
  {
    folder: "main/files",
    holds: "file access: bounded reads, atomic replacement, permissions, locks",
    mayImport: [],
    packages: [],
    ...onNode,
  },
  {
    folder: "main/nats",
    holds: "the only import of the client: dial, credentials, TLS, causes, direct get",
    mayImport: ["main/contract", "main/words", "main/files"],
    packages: ["nats", "@nats-io/jwt"],
    ...onNode,
  },
  {
    folder: "main/publisher",
    holds: "the library for services: publisher and outbox",
    mayImport: ["main/contract", "main/words", "main/nats", "main/files"],
    packages: [],
    ...onNode,
  },
  {
    folder: "main/admin",
    holds: "streams, catalog, broker kit, logins, check: findings as values",
    mayImport: ["main/contract", "main/words", "main/nats", "main/files"],
    packages: ["valibot", "csv-parse"],
    ...onNode,
  },
  {
    folder: "main/server",
    holds:
      "`alrimi server`: the keeper, which decides what is retained; the intake over HTTP; bridges to old systems; the company's sign-on; enrolment of apps; the board in the portal",
    // The portal shows what the app shows: its decisions, order and words, and not a copy of them.
    mayImport: ["main/contract", "main/core", "main/words", "main/view", "main/nats", "main/files"],
    packages: [
      "valibot",
      "fastify",
      "@fastify/rate-limit",
      "prom-client",
      "cloudevents",
      "fastest-levenshtein",
      ...["htmlparser2", "css-select", "jsonpointer", "tough-cookie", "cockatiel"],
      ...["openid-client", "jose", "@fastify/cookie"],
    ],
    ...onNode,
  },
  {
    folder: "main/command",
    holds: "the `alrimi` command: options, reports, exit codes",
    mayImport: [
      "main/contract",
      "main/words",
      "main/nats",
      "main/files",
      "main/publisher",
      "main/admin",
      "main/server",
    ],
    packages: ["commander"],
    ...onNode,
  },
  {
    folder: "main/desktop",
    holds:
      "the Electron shell, one adapter per file: `launch/` (entry), `app/` (start, session, hub), `broker/`, `notify/`, `tray/`, `windows/` …",
    mayImport: ["main/contract", "main/core", "main/words", "main/view", "main/nats", "main/files"],
    packages: [
      "electron",
      "electron-store",
      "electron-updater",
      "valibot",
      "@jellybrick/dbus-next",
      "native-reg",
      "bplist-parser",
      "fast-plist",
    ],
    ...onNode,
  },
  {
    folder: "renderer/portal",
    holds: "the web component of the company portal: draws a board that the server has decided",
    mayImport: ["main/view", "main/contract", "main/words/portal", "renderer/keep-order.ts"],
    packages: [],
    node: false,
    pure: false,
    typesOnly: ["main/view", "main/contract"],
  },
  {
    folder: "renderer",
    holds: "the pages: draw views and send commands, without decisions",
    mayImport: ["main/desktop/windows/contracts", "main/view"],
    packages: ["preact"],
    node: false,
    pure: false,
    typesOnly: ["main"],
  },
];

/** Packages that only a single file may import. */
export const IN_ONE_FILE = [
  "electron-store",
  "electron-updater",
  "@jellybrick/dbus-next",
  "@nats-io/jwt",
  "jsonc-parser",
  "native-reg",
  "bplist-parser",
  "fast-plist",
  "@fastify/rate-limit",
  "prom-client",
  "cloudevents",
  "csv-parse",
  "fastest-levenshtein",
  "openid-client",
  "jose",
  "@fastify/cookie",
];
