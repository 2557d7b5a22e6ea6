import type { FleetReport, TestOutcome } from "../../contract/fleet.ts";
import type { FleetNeed } from "../../contract/fleet-needs.ts";
import { counted } from "../counted.ts";

type Held = Extract<TestOutcome, { outcome: "held" }>["reason"];
type Failed = Extract<TestOutcome, { outcome: "failed" }>["reason"];

const MINUTE = 60_000;

/** The texts of `alrimi fleet`. */
export const fleetCommandEn = {
  about: 'the state of the apps, which they report where the policy has "fleet": true',
  show: "show which apps need help, and why (default command)",
  test: "send a test notification to a person's app, and report whether it was shown",
  option: {
    kit: "folder of the kit or of the trial: servers, login and the people who have one are taken from it",
    user: "only this person",
    testUser: "id of the person",
    all: "also show the apps that need no help",
    silentFor: "time without a report after which an app needs help: 12h, 3d, or never",
    expect: "version that every app should have (default: the newest that at least two people have)",
    wait: "time to wait for the answer",
  },
  badPeriod: "a time is written 30s, 12h or 3d",
  badVersion: "a version is written 0.2.1",
  summary: (people: number, apps: number, versions: string) =>
    `${counted(people, "person", "people")}, ${counted(apps, "app")}${versions === "" ? "" : `: ${versions}`}.`,
  version: (version: string, apps: number) => `${version} (${apps})`,
  nothing:
    'No app has reported yet. Reports need "fleet": true in the policy; the first one comes within 10 minutes of connecting.',
  noHelp: "No app needs help.",
  wellTitle: "No help needed",
  titles: {
    "notifications-blocked": "Notifications are blocked",
    "tray-missing": "The tray icon is missing",
    "not-served": "The counts are not up to date",
    silent: "No report for a long time",
    outdated: "An old version runs",
    "never-connected": "Never connected",
  } satisfies Record<FleetNeed["kind"], string>,
  advice: {
    "notifications-blocked":
      "Windows and macOS: allow notifications of Alrimi in the system's settings or policy. Linux: start a notification server.",
    "tray-missing": "Linux: the desktop needs a tray; GNOME needs the extension AppIndicator.",
    "not-served":
      'Look at the broker with "alrimi broker check". The support file of the app (Settings, Support) has the cause.',
    silent:
      "Ask whether the PC is switched on, whether the app starts at login, and whether its login was revoked.",
    outdated: "Install the expected version; the app restarts itself afterwards.",
    "never-connected":
      'Check that the app is installed, that it has the credentials and a policy with "fleet": true, and that it can reach the broker.',
  } satisfies Record<FleetNeed["kind"], string>,
  group: (title: string, apps: number, advice: string) =>
    `${title} (${apps})${advice === "" ? "" : `. ${advice}`}`,
  app: ({ platform, arch, version }: FleetReport, since: string) =>
    `${platform} ${arch}\t${version}\t${since} ago`,
  state: (connection: FleetReport["connection"]): string => connection,
  period: (milliseconds: number) => {
    const minutes = Math.max(0, Math.floor(milliseconds / MINUTE));
    if (minutes < 60) return `${minutes} min`;
    return minutes < 48 * 60 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / (24 * 60))} d`;
  },
  unreadable: (who: string, count: number, reason: string) =>
    `Not read: ${counted(count, "report")} of ${who}: ${reason}.`,
  shown: (user: string) => `Shown: the desktop of ${user} has accepted the test notification.`,
  held: (user: string, reason: Held) =>
    ({
      locked: `Held back: the screen of ${user} is locked. Try again when it is unlocked.`,
      presenting: `Held back: ${user} is presenting, or has "do not disturb" on. Try again later.`,
    })[reason],
  failed: (user: string, reason: Failed) =>
    ({
      "no-server": `Not shown: the desktop of ${user} has no notification server.`,
      refused: `Not shown: the desktop of ${user} refused the notification.`,
      blocked: `Not shown: the system's settings of ${user} block the notifications of Alrimi.`,
      "no-answer": `Not shown: the notification server of ${user} did not answer.`,
    })[reason],
  noAnswer: (user: string, wait: string) =>
    [
      `No answer of ${user} within ${wait}. Check that`,
      '  - the app runs and is connected ("alrimi fleet --user" shows its last report),',
      '  - its policy has "fleet": true, and the broker\'s configuration is of this version,',
      "  - no other test notification was sent to this person within the last minute.",
    ].join("\n"),
};

export type FleetCommandWords = typeof fleetCommandEn;
