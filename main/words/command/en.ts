import { counted } from "../counted.ts";
import { fileDetail } from "../file/index.ts";

/** The texts of the `alrimi` command. */
export const commandEn = {
  about:
    "Alrimi for service owners and administrators: publish counts, write the catalog, create the streams.",
  provision: "create or update the broker's streams and its heartbeat",
  catalog: "the list of services",
  catalogPut: "check the catalog in FILE (- for standard input) and write it",
  catalogShow: "show the catalog that the apps read",
  publish: "publish how many approvals wait for a person",
  server: "run the keeper, which decides what is retained, and the intake over HTTP, until a signal",
  serverEnded: "The server has ended.",
  badConfig: (detail: string) => `The configuration cannot be used: ${detail}.`,
  services: "administration of one service",
  servicesRestart:
    "restart a service's sequence after a wrong or forged count; apps show older counts as not confirmed",
  restarted: (id: string, generation: number) =>
    `${id} restarts its sequence (generation ${generation}). Its counts are shown as not confirmed until it sends them again.`,
  unknownService: (id: string, services: string) =>
    `${id} is not in the catalog. It has: ${services || "no service"}.`,
  highestGeneration: (id: string) =>
    `${id} has the highest generation already, so its sequence cannot be restarted.`,
  servicesForget: "remove all retained counts of a service (made-up people, or a service that is gone)",
  serviceForgotten: (id: string, events: number) =>
    `Removed for ${id}: ${counted(events, "count")}. If the service is still in use, it has to send the counts of all people again.`,
  usersForget: "remove what the broker retains about a person who has left (counts and app reports)",
  forgotten: (id: string, events: number, reports: number) =>
    `Removed for ${id}: ${counted(events, "count")}, ${counted(reports, "report")}. Revoke the login with "alrimi users revoke ${id}".`,
  option: {
    kit: "folder of the kit or of the trial: servers and login are taken from it",
    config: "configuration of the server (JSON)",
    server: "broker, repeatable or comma-separated (env ALRIMI_SERVERS; default nats://127.0.0.1:4222)",
    username: "user name (env ALRIMI_USERNAME)",
    password: "password; visible in the process list, so prefer the file or env ALRIMI_PASSWORD",
    passwordFile: "file that holds the password",
    creds: "credentials file of NATS (.creds)",
    nkey: "file that holds an nkey seed",
    tlsCa: "certificate authority for TLS (PEM), trusted beside the system's",
    tlsCert: "own certificate (PEM), for a broker that asks for one",
    tlsKey: "its private key (PEM)",
    json: "print one JSON object for machines",
    replicas: "copies of each stream: 1, or 3 in a cluster (default for a new one)",
    allowOrigin: "origin whose http: links are allowed, repeatable; the apps' policy must list it too",
    user: "id of the person",
    service: "id of the service",
    count: "how many approvals wait; 0 for none",
    sequence: "the service's increasing number (default: the time in milliseconds)",
    epoch: "increase it when the service's counter had to restart",
    dueAt: "earliest deadline (RFC 3339, 2026-03-01T18:00:00+09:00)",
    occurredAt: "when the count changed (RFC 3339; default now)",
    version: "show the version",
    help: "show this help",
    helpCommand: "show the help of a command",
  },
  exitCodes: [
    "Exit codes:",
    "  0  done (also when a newer event is kept already, or this one is not kept yet)",
    "  1  refused: the content of the input, a file, or a setting the broker does not accept; users mint: interrupted;",
    "     broker check and fleet: a problem needs attention",
    "  2  usage: the command line",
    "  3  the broker cannot be reached, does not answer, or does not serve the stream",
    "  4  the login was refused, or has no permission",
    "  5  publish: the event is later than the kept one, but its number is not; fleet test: no app has answered",
    "  6  fleet test: the app held the test notification back",
  ].join("\n"),
  wholeNumber: "a whole number is needed.",
  oneToFive: "a whole number from 1 to 5 is needed.",
  givenTwice: (option: string) => `${option} is given twice, and takes one value. Give it once.`,
  badUsage: (detail: string) => `${detail}\nSee alrimi --help.`,
  badFile: (file: string, detail: string) => `Cannot read ${file}: ${fileDetail("en", detail)}.`,
  unwritten: (detail: string) => `Cannot write the output: ${detail}.`,
  provisioned: {
    created: (stream: string) => `${stream}: created`,
    updated: (stream: string, changes: string) => `${stream}: updated: ${changes}`,
    unchanged: (stream: string) => `${stream}: unchanged`,
  },
  stored: (services: number) => `Catalog written: ${counted(services, "service")}.`,
  catalogRefused: (problems: string) => `The catalog was not written:\n${problems}`,
  originHint: 'If an http: link is intended, allow it with "--allow-origin ORIGIN".',
  noCatalog: 'There is no catalog yet. Write one with "alrimi catalog put FILE".',
  unreadable: (detail: string) => `The retained message is not a catalog: ${detail}.`,
  leftOut: (problems: string) => `Apps ignore these:\n${problems}`,
  noLink: "(no link)",
  published: (count: number, user: string, service: string, place: string) =>
    `Kept: ${count} waiting for ${user} in ${service} (${place}).`,
  place: (epoch: number, sequence: bigint) =>
    epoch === 0 ? `sequence ${sequence}` : `epoch ${epoch}, sequence ${sequence}`,
  alreadyNewer: (place: string) => `Not kept: a newer event is kept already (${place}).`,
  duplicate: (place: string) => `This event is kept already (${place}).`,
  wentBack: (place: string, newest: string) =>
    [
      `Not kept: the event is later than the kept one, but its number is not (${place}; kept: ${newest}).`,
      'Was a database restored, or did the sequence restart? See the page for services, "After a restore".',
    ].join("\n"),
  storedOnly: (count: number, user: string, service: string, place: string) =>
    [
      `Stored: ${count} waiting for ${user} in ${service} (${place}).`,
      "It is not kept yet: no keeper is running (alrimi server), or it is slow. The event is not lost.",
    ].join("\n"),
  refused: (reason: string, detail: string) => `Refused (${reason}): ${detail}.`,
  unexpected: (detail: string) => `Unexpected error: ${detail}`,
};

export type CommandWords = typeof commandEn;
