import { counted } from "../counted.ts";

export const enrolmentCommandEn = {
  about: "logins that apps get by themselves, with the company's sign-on or a one-time code",
  init: "makes the key with which alrimi server signs the logins of apps, and enrolment.json for it",
  code: "makes a one-time code for one PC of a person",
  list: "the PCs that enrolled, by person, and the codes that were not used",
  revoke: "revokes the logins of a person's PCs and the unused codes, or the login of one key",
  option: {
    newKey: "makes another key; logins of the earlier one end, and the apps get new ones by themselves",
    ca: "PEM file of the broker's certificate authority, for the apps (default: tls/ca.pem of the kit)",
    appServer: "addresses of the broker for the apps (default: those of the kit)",
    user: "the person",
    listUser: "only this person",
    key: "only this key (see list)",
    expires: "how long the code can be used: 4h, 1d",
  },
  made: (file: string, folder: string): string =>
    [
      `Wrote ${file}.`,
      "Next:",
      `  1. Copy ${folder}/servers/*/accounts.conf to the servers, then run on each: nats-server --signal reload`,
      `  2. Copy ${file} to the computers of alrimi server (mode 0600), and name it in their configuration:`,
      '     "http": { …, "enrolment": { "file": "enrolment.json" } }',
      "  3. Set the policy of the PCs:",
      '     "enrol": "https://alrimi.example.com"',
      "With this file, logins of apps can be made, and nothing else.",
    ].join("\n"),
  coded: (user: string, code: string, until: string): string =>
    `Code for ${user}, valid for one PC until ${until}:\n  ${code}\nGive it to the person in a way that nobody else can read. It is not stored anywhere.`,
  badPeriod: "a period is written as 4h, 1d or 7d, and is at most 30d",
  nobody: "No PC has enrolled, and no code waits to be used.",
  listed: (user: string, pc: string, state: string, key: string): string =>
    `${user}\t${pc}\t${state}\t${key}`,
  listedCode: (user: string, state: string): string => `${user}\tone-time code, not used\t${state}`,
  state: {
    until: (time: string): string => `until ${time}`,
    ended: (time: string): string => `ended ${time}`,
    withdrawn: (time: string): string => `revoked ${time}`,
  },
  none: (user: string): string => `${user} has no PC login and no unused code to revoke.`,
  codesWithdrawn: (user: string, count: number): string =>
    `Withdrew ${counted(count, "unused code", "unused codes")} of ${user}.`,
  revoked: (user: string, count: number, pcs: string, folder: string): string =>
    [
      `Revoked ${counted(count, "login", "logins")} of ${user}: ${pcs}. They are not renewed any more.`,
      `To end them at once: copy ${folder}/servers/*/accounts.conf to the servers, then run on each: nats-server --signal reload`,
    ].join("\n"),
};

export type EnrolmentCommandWords = typeof enrolmentCommandEn;
