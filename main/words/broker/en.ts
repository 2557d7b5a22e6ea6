import { fileDetail } from "../file/index.ts";
import type { BrokerWords } from "./ko.ts";

export const brokerEn: BrokerWords = {
  unreachable: (about, detail) =>
    `Cannot reach the broker at ${about} (${detail}). Check the address and that nats-server runs there.`,
  timeout: (about, detail) =>
    `No answer in time from ${about} (${detail}). Check the address, the network and that the broker is up.`,
  "not-nats": (about, detail) =>
    `The program that answers at ${about} is not a NATS server (${detail}). Check the host and the port (NATS uses 4222).`,
  tls: (about, detail) =>
    `No TLS connection with ${about} (${detail}). Check the certificate authority and whether the server offers TLS.`,
  "bad-server": (about) => `"${about}" is not a server address. Write nats://host:port or tls://host:port.`,
  "bad-file": (about, detail) => `The file ${about} cannot be used: ${fileDetail("en", detail)}.`,
  closed: (about) => `The connection to the broker is closed; nothing was sent to ${about}.`,
  authorization: (about) =>
    `The broker at ${about} refused the login. Check the user name and password, or the credentials file.`,
  permission: (about) =>
    `This login may not use ${about}. Use the login made for this task, or ask the administrator of the broker.`,
  "no-jetstream": () =>
    "JetStream is not enabled for this login's account. Enable it in the configuration of nats-server.",
  "no-stream": (about) =>
    `No server serves ${about}: the stream is missing, or the cluster has no leader now. ` +
    'An administrator creates the streams with "alrimi provision".',
  full: (about, detail) =>
    `The broker has no space for ${about} now (${detail}). "Per subject" means that too many events of this service wait ` +
    "for the keeper. Nothing was stored: send it again later.",
  "cannot-change": (about, detail) =>
    `${about}: ${detail} cannot be changed in place. Stop every server, delete its store_dir (all counts and the ` +
    'catalog are lost), start them, run "alrimi provision", and have catalog and counts sent again.',
  "too-few-servers": (about, detail) =>
    `${about}: the broker finds too few servers for its copies (${detail}). Three copies need three servers that run and ` +
    "know each other. If they do, one was left out when all were started at the same moment for the first time: restart " +
    "them one after another, then try again.",
  "broker-refused": (about, detail) => `The broker refused ${about}: ${detail}.`,
};
