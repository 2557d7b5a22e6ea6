import { counted } from "../counted.ts";

/** The texts of the commands of the broker kit. */
export const kitCommandEn = {
  broker: "set up, try out and check the broker (nats-server)",
  config:
    "write the complete configuration for one server, or for a cluster with TLS; when repeated, it uses the broker.json and makes the missing credentials of the given people and services",
  up: "run a broker on this machine for a trial, until Ctrl-C",
  check: "check whether a running broker is configured correctly; permissions are really tested",
  users: "credentials of people and services, made offline",
  mint: "make credentials; only the written file holds the secret",
  revoke: "revoke all credentials of a person or a service",
  tokens: "the services' tokens for HTTP",
  tokensRotate:
    "make a new token for a service, or with --hr for HR; the earlier ones remain valid for a while",
  tokensList: "list the services that have tokens, and when these expire",
  list: "list the people and services that have credentials",
  option: {
    out: "folder of the kit: configuration, keys, credentials",
    host: "host of a server, or NAME=HOST; once for one server, three times for a cluster",
    credentials:
      "nkey: public keys in the configuration, for small companies; jwt: tokens, for thousands of people (default jwt)",
    writer: "a service that gets credentials, repeatable",
    appUser: "a person who gets credentials, repeatable",
    usersFile: "file with one person's id per line (- for standard input)",
    listen: "address the servers listen on",
    clientPort: "port for clients",
    clusterPort: "port for the other servers",
    monitorPort: "port for monitoring, on the loopback; 0 for none",
    mqttPort: "port for services that send over MQTT; 0 for none (default none); also for an existing kit",
    trialMqttPort: "port of the first server for MQTT; the others follow (default none)",
    storeDir: "folder of the streams on the server",
    tlsDir: "folder on the server with ca.pem, server.pem, server-key.pem",
    noTls: "no TLS; for one machine only",
    trialCertificates: "create a certificate authority and certificates for a trial",
    maxFile: "disk space for the streams on each server, in gigabytes",
    nodes: "1, or 3 with TLS (default 1)",
    dataDir: "folder of the trial; a later trial continues with it",
    port: "port of the first server; the others follow (default 4222)",
    kit: "folder of the kit (default: the current one)",
    service: "a service instead of a person, repeatable",
    administrator: "the administrator instead of a person",
    httpPort: "port for events over HTTP (default 8377, or a free one)",
    keeper: "the keeper (alrimi server) instead of a person",
    portal: "the portal (alrimi server) instead of a person",
    hr: "HR (who joins, leaves and is renamed) instead of a person",
    expires:
      "lifetime: 12h, 30d, 365d, or never; for JWT. Default: people 365d, others never. A person's is up to a twelfth shorter, by id, so that they do not all expire on one day",
    missing: "skip people and services that have valid credentials; also to continue after an interruption",
    expiring: "skip people and services whose credentials are valid for longer than this: 30d",
    olderThan:
      "only credentials that were issued before: 90d, 2026-03-01, or an RFC 3339 time. Without names: of all people",
    overlap: "how long the earlier tokens remain valid: 12h, 7d",
    tokenExpires: "lifetime of the new token: 90d, or never",
    credentialsOut: "folder for the credential files (default: users in the kit)",
    checkKit: "folder of the kit or of the trial: servers, authority and credentials are taken from it",
    checkUser: "a person whose permissions are tested",
    checkOther: "another person, to test whether answers for one can be directed to the other",
    userFile: "their .creds, nkey or password file",
    checkService: "a service whose permissions are tested",
    serviceFile: "its .creds, nkey or password file",
    fullAt: "percent from which a stream counts as nearly full",
    silentFor: "report a service when no event was kept for this time: 12h, 7d, or never",
    checkReplicas: "copies that the streams should have (default: 3 with three servers, else 1)",
  },
  percent: "a whole number from 1 to 100 is needed",
  wrote: (files: string) => `Written:\n${files}`,
  deploy: (folder: string, tls: boolean, login: string) =>
    [
      "Next:",
      `  1. Copy each folder under ${folder}/servers to its server (mode 0600, owner nats)${tls ? ", and its certificates" : ""}.`,
      "  2. Start: nats-server -c nats-server.conf",
      `  3. alrimi provision ${login}`,
      `     alrimi catalog put FILE ${login}`,
      `  4. On two machines: alrimi server --config FILE, with the keeper's login in ${folder}/users`,
      `  5. alrimi broker check --kit ${folder}`,
      `Keep ${folder} safe and backed up: its keys give access to everything, and they cannot be created again.`,
    ].join("\n"),
  minted: (who: string, file: string, until: string | undefined) =>
    `${who}: ${file}${until === undefined ? "" : ` (until ${until})`}`,
  minting: (done: number, of: number) => `${done} of ${of} …`,
  present: (count: number) => `Skipped, because they have credentials: ${count}.`,
  interrupted: (left: number) =>
    `Interrupted: ${left} still to be made. The files written so far are valid. Run the same command with --missing to continue.`,
  noneOlder: "None are older. The configuration was written again.",
  without: (count: number, examples: string) =>
    `Without valid credentials now: ${count} (${examples}${count > 5 ? ", …" : ""}).`,
  noTokens: "There are no tokens yet.",
  rotated: (service: string, file: string, until: string | undefined, earlier: string | undefined) =>
    [
      `${service}: ${file}${until === undefined ? "" : ` (until ${until})`}`,
      ...(earlier === undefined ? [] : [`The earlier tokens remain valid until ${earlier}.`]),
      "Copy tokens.json to each machine of alrimi server now, then give the new token to the service.",
    ].join("\n"),
  revoked: (count: number) =>
    count > 0 ? `Revoked: ${count}.` : "All are revoked already. The configuration was written again.",
  reload: (folder: string) =>
    `Copy ${folder}/servers/*/accounts.conf to the servers, then on each: nats-server --signal reload`,
  noReload: "The servers need no change.",
  listed: (who: string, state: string, key: string) => `${who}\t${state}\t${key}`,
  state: { valid: "valid", until: (time: string) => `until ${time}`, expired: "expired", revoked: "revoked" },
  nobody: "There are no credentials yet.",
  oldForCluster: (version: string) =>
    `The nats-server on this computer is ${version}. A production cluster needs 2.10 or later: an older one may accept several writes at the same moment, and keep an older count.`,
  starting: (nodes: number) => `Starting ${nodes === 1 ? "one server" : `${nodes} servers`} …`,
  node: (name: string, url: string, pid: number) => `${name}: ${url} (process ${pid})`,
  http: (url: string) => `Events over HTTP: POST ${url}/v1/events (token: users/writer-SERVICE.token)`,
  credentialsIn: (folder: string) => `Credentials: ${folder}`,
  authority: (file: string) => `Certificate authority: ${file}`,
  streams: (names: string) => `Streams: ${names}`,
  tryIt: (args: string) => `Try: alrimi broker check ${args}`,
  ctrlC: "Ctrl-C ends it.",
  nodeEnded: (name: string, log: string) => `${name} has ended. Its log: ${log}`,
  ended: "Ended.",
  summary: (bad: number, warnings: number) =>
    bad > 0
      ? `${counted(bad, "error")}${warnings > 0 ? `, ${counted(warnings, "warning")}` : ""}.`
      : warnings > 0
        ? `It works, with ${counted(warnings, "warning")}.`
        : "No problem was found.",
  nobodyNamed: "name a person, --service, --administrator, --keeper, --portal or --hr",
  noSender: "name a service, or --hr",
  wholePort: "a port is a whole number from 1 to 65535",
  period: "a time is written 12h, 7d or 30d",
  momentBefore: "a time is written 90d, 2026-03-01 or 2026-03-01T09:00:00Z, and is not in the future",
  duration: "a time is written 12h, 30d, 365d or never",
  oddHosts: "name one server, or three or five: --host a --host b --host c",
  oneOrThree: "a trial has 1 or 3 servers",
};

export type KitCommandWords = typeof kitCommandEn;
