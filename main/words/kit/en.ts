import type { KitWords } from "./ko.ts";

export const kitEn: KitWords = {
  "no-kit": (about) =>
    `${about} holds no broker.json. Make the configuration first with "alrimi broker config --out ${about}", or name its folder with --kit.`,
  "kit-exists": (about, detail) =>
    `${about} already holds the configuration of a broker. It is made from its broker.json: edit that file and omit ${detail}. For another broker name another folder.`,
  "trial-differs": (about, detail) =>
    `${about} already holds a trial, made with ${detail}. Omit that option to continue with it, or name another --data-dir.`,
  "bad-plan": (about, detail) => `${about} cannot be understood: ${detail}.`,
  "missing-key": (about, detail) =>
    `The key ${about} cannot be read (${detail}). Keys are made once, with the configuration; take it from your backup.`,
  busy: (about) => `Another alrimi command is running in ${about}. Try again when it has ended.`,
  unwritable: (about, detail) => `${about} cannot be written: ${detail}.`,
  "bad-id": (about, detail) => `${JSON.stringify(about)} is not an id: ${detail}.`,
  "not-issued": (about) => `There are no credentials for ${about}. See "alrimi users list".`,
  "bad-setting": (about, detail) => `${about}: ${detail}.`,
  "bad-host": (about) =>
    `${about} does not name a host. Write HOST or NAME=HOST. A host is a name such as nats1.example.com or an address such as 10.0.0.5 or [2001:db8::1]; a name has up to 64 letters (A to Z), digits, "-" and "_".`,
  "port-taken": (about) =>
    `Another program uses port ${about}; it may be another trial. End that program, or choose another port with --port (for a trial that exists already: also another --data-dir).`,
  "no-expiry": () =>
    'Static nkeys do not expire. Omit --expires, or make the broker with "--credentials jwt".',
  "mqtt-needs-jwt": (about) =>
    `${about} has nkeys, and nats-server accepts none over MQTT. Make the broker with "--credentials jwt".`,
  "enrolment-needs-jwt": (about) =>
    `${about} has nkeys, and a server cannot sign logins with them. Make the broker with "--credentials jwt".`,
  "no-enrolment": (about) =>
    `${about} has no key for enrolment. Make it with "alrimi enrolment init --kit ${about}".`,
  "no-server": () =>
    "nats-server is not installed: apt-get install nats-server, or see https://nats.io/download.",
  "no-openssl": () =>
    "openssl is needed to make certificates for a trial, and it is not installed: apt-get install openssl.",
  certificate: (about, detail) => `No certificate for ${about}: ${detail}.`,
};
