import { counted } from "../counted.ts";
import type { FindingWords } from "./ko.ts";

export const findingEn: FindingWords = {
  "server-unreachable": (it) =>
    `${it.server}: no answer (${it.detail}). Check the address, the firewall, and that nats-server runs there.`,
  "server-not-nats": (it) =>
    `${it.server}: the program that answers is not a NATS server (${it.detail}). Check host and port.`,
  "server-ok": (it) => `${it.server}: ${it.name}, nats-server ${it.version}, with JetStream.`,
  "version-too-old": (it) => `${it.server}: nats-server ${it.version} is too old; install 2.9 or later.`,
  "version-old-for-cluster": (it) =>
    `${it.server}: nats-server ${it.version} in a cluster may accept several writers at the same moment, and keep an older count (nats-server issue 4320). Install 2.10 or later on every server.`,
  "jetstream-off": (it) =>
    `${it.server}: JetStream is off. Add "jetstream { store_dir: … }" to its configuration.`,
  "login-not-required": (it) =>
    `${it.server}: it accepts connections without a login. Add the accounts of "alrimi broker config" to its configuration.`,
  "cluster-differs": (it) =>
    `The servers are not one cluster: ${it.clusters}. Check cluster.name and the routes.`,
  "tls-off": (it) =>
    `${it.server}: no TLS, so counts and logins can be read on the network. That is acceptable only on a single machine.`,
  "certificate-ok": (it) => `${it.server}: the certificate is good for ${counted(it.days, "more day")}.`,
  "certificate-expires": (it) =>
    `${it.server}: the certificate ends in ${counted(it.days, "day")}. Renew it, then "nats-server --signal reload".`,
  "certificate-old-form": (it) =>
    `${it.server}: the certificate is of an older form (missing in ${it.missing}). Apps and this command accept it; programs in Python 3.13 or later do not. Have it issued again with that extension, or give publish.py --tls-not-strict.`,
  "certificate-bad": (it) =>
    `${it.server}: the certificate is not accepted (${it.detail}). Check --tls-ca, the host name in it, and its end.`,
  "administrator-refused": (it) => `The administrator's login does not work: ${it.detail}`,
  "stream-missing": (it) => `${it.stream}: the stream does not exist. Run "alrimi provision".`,
  "stream-unreadable": (it) => `${it.stream}: cannot be read: ${it.detail}`,
  "stream-setting": (it) =>
    `${it.stream}: ${it.field} is ${it.is}, should be ${it.should}. Run "alrimi provision".`,
  "stream-replicas": (it) =>
    `${it.stream}: ${counted(it.is, "copy", "copies")}, should be ${it.should}. Run "alrimi provision --replicas ${it.should}".`,
  "stream-copies-missing": (it) =>
    `${it.stream}: it is set to ${counted(it.should, "copy", "copies")}, and ${it.is} ${it.is === 1 ? "is" : "are"} kept: the server is not one of a cluster of ${it.should}. Run "alrimi provision --replicas 1", or make the cluster.`,
  "stream-out-of-sync": (it) =>
    `${it.stream}: the copy on ${it.replica} is behind by ${it.lag} or offline. Check that server; it catches up by itself.`,
  "stream-no-leader": (it) =>
    `${it.stream}: it has no leader now, so nothing is stored. More than half of the servers must run.`,
  "stream-ok": (it) => `${it.stream}: configured correctly, ${it.replicas} in sync, ${it.messages} retained.`,
  "keeper-unprepared": () =>
    'Nothing takes the events of the services: their queue has no consumer. Run "alrimi provision".',
  "keeper-unreadable": (it) => `The keeper's consumer cannot be read: ${it.detail}`,
  "keeper-missing": (it) =>
    `No keeper works, so no new count reaches an app (${counted(it.waiting, "event")} waiting). Start "alrimi server".`,
  "keeper-behind": (it) =>
    `A keeper works, and ${counted(it.waiting, "event")} wait for it: counts are late.`,
  "keeper-ok": (it) => `A keeper works (${counted(it.waiting, "event")} waiting).`,
  "heartbeat-missing": () =>
    'There is no heartbeat, so no app is sure of its counts. Run "alrimi provision".',
  "heartbeat-unreadable": (it) => `The heartbeat cannot be read: ${it.detail}`,
  "heartbeat-setting": (it) =>
    `Heartbeat: ${it.field} is ${it.is}, should be ${it.should}. Run "alrimi provision".`,
  "heartbeat-no-leader": () =>
    "Heartbeat: no server sends it now, so no app is sure of its counts. More than half of the servers must run.",
  "heartbeat-unheard": () =>
    'The heartbeat does not reach an app. Compare the accounts (exports and imports) with "alrimi broker config".',
  "heartbeat-ok": (it) => `The heartbeat is sent every ${it.seconds} s.`,
  "app-unserved": (it) =>
    `${it.server}: an app that is connected here gets no answer from the streams. Restart this server once more.`,
  "apps-served": (it) => `An app is answered at ${counted(it.servers, "server")}.`,
  "catalog-none": () => 'There is no catalog yet. Write one with "alrimi catalog put FILE".',
  "catalog-bad": (it) => `The catalog has a fault: ${it.detail}. Correct it with "alrimi catalog put FILE".`,
  "catalog-ok": (it) => `The catalog lists ${counted(it.services, "service")}.`,
  "clock-ok": (it) => `The clocks agree (${it.seconds} s).`,
  "clock-skewed": (it) =>
    `The broker's clock is ${it.seconds} s from this machine's. Set up time synchronisation (chrony, w32time).`,
  "clock-unknown": () => "The broker's clock cannot be seen with this login.",
  "login-refused": (it) => `${it.who}: the login does not work: ${it.detail}`,
  "may-not": (it) =>
    `${it.who} may not ${it.what}, and needs it. Compare its permissions with "alrimi broker config".`,
  "may-too-much": (it) =>
    `${it.who} may ${it.what}, and must not. Compare its permissions with "alrimi broker config".`,
  "answers-reach-streams": (it) =>
    `${it.who} can have the broker's answers written into the streams, and so delete them. Keep the streams in an account of their own: "alrimi broker config".`,
  "answers-proven": (it) =>
    it.arrived === 0
      ? `${it.who} cannot have an answer of the broker sent to ${it.other}.`
      : `${it.who} can have the broker's answers sent to ${it.other}, as NATS allows. Each says where it was stored, so ${it.other} refuses it.`,
  "answers-unproven": (it) =>
    `${it.who} can have an answer sent to ${it.other} on ${it.subject} that does not say where it was stored. Stored messages must be sent by nats-server 2.9 or later alone: look for what else answers in the apps' account.`,
  "two-apps-not-tried": () =>
    "It was not tested whether one person's app can direct answers to another's, because that needs two people. Name the second one with --other-user and --other-user-file.",
  "permissions-ok": (it) =>
    `${it.who}: ${counted(it.tried, "attempt")}, each allowed or refused as it should be.`,
  "permissions-not-tried": (it) =>
    it.who === "app"
      ? "The permissions of an app were not tested. Name one with --user and --user-file."
      : "The permissions of a service were not tested. Name one with --service and --service-file.",
};
