import { effectiveValues } from "../../../main/core/policy/effective.ts";
import { DEFAULT_PREFERENCES } from "../../../main/core/preferences/preferences.ts";
import type { Gathered } from "../../../main/view/diagnostics/gathered.ts";

/** The values of a person in a company, with changes. */
export function gathered(changes: Partial<Gathered> = {}): Gathered {
  const file = "/etc/alrimi/policy.json";
  return {
    now: Date.UTC(2026, 10, 27, 9, 0, 0),
    by: "settings",
    app: {
      version: "1.0.0",
      electron: "45.4.1",
      chromium: "150.0",
      node: "24.0.0",
      isPackaged: true,
      build: { version: "1.0.0", electron: "45.4.1", runtime: "official", host: "build-7.example.com" },
    },
    system: {
      platform: "linux",
      release: "6.1",
      version: "#1",
      arch: "x64",
      distribution: "Debian GNU/Linux 12",
      desktop: "KDE",
      sessionType: "wayland",
      language: "ko",
    },
    settings: {
      source: "policy-in-its-place",
      file,
      places: {
        servers: `${file}:2`,
        tls: "/etc/alrimi/policy.d/10-tls.json:2",
        fleet: "HKLM\\Software\\Policies\\Alrimi",
      },
      effective: {
        user: "hong.gd",
        servers: ["tls://broker-1.example.com:4222"],
        signIn: "creds-file",
        credentialsFile: "/etc/alrimi/hong.gd.creds",
        tls: { caFile: "/etc/alrimi/ca.pem" },
        linkOrigins: [],
        fleet: true,
        updates: undefined,
      },
      problem: null,
    },
    preferences: {
      values: effectiveValues(
        DEFAULT_PREFERENCES,
        [
          { file, kind: "machine", locked: { remindAfter: 60 }, defaults: {} },
          {
            file: "/etc/alrimi/policy.d/20-look.json",
            kind: "machine",
            locked: {},
            defaults: { theme: "dark" },
            lines: { locked: {}, defaults: { theme: 3 } },
          },
        ],
        { sound: false },
      ),
      file: "/home/hong/.config/alrimi/preferences.json",
    },
    connection: { kind: "stale", cause: "unreachable", lastContact: Date.UTC(2026, 10, 27, 8) },
    history: [],
    notifications: {
      blocker: null,
      server: {
        name: "dunst",
        vendor: "knopwob",
        version: "1.9",
        specification: "1.2",
        capabilities: ["body"],
      },
      isStartable: true,
      isInhibited: false,
    },
    tray: { hasHost: true, statusNotifier: true, xEmbed: false },
    keychain: { kind: "kwallet6", state: "open", secret: "readable" },
    files: [{ path: file, kind: "file", mode: "640", owner: "root", size: 300 }],
    problems: [],
    log: "2026-11-27T08:00:00.000Z info connection: fresh\n",
    secrets: { values: [], areComplete: true },
    ...changes,
  };
}
