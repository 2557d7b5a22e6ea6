import { counted } from "../counted.ts";
import { listOf, sizeOf } from "./amounts.ts";
import type { FindingWords } from "./ko.ts";

export const findingEn: FindingWords = {
  "server-unreachable": (it) =>
    `${it.server}: no answer (${it.detail}). Check the address, the firewall, and that nats-server runs there.`,
  "server-not-nats": (it) =>
    `${it.server}: the program that answers is not a NATS server (${it.detail}). Check host and port.`,
  "server-ok": (it) => `${it.server}: ${it.name}, nats-server ${it.version}, with JetStream.`,
  "version-too-old": (it) => `${it.server}: nats-server ${it.version} is too old; install 2.9 or later.`,
  "version-old-for-cluster": (it) =>
    `${it.server}: nats-server ${it.version} in a cluster may accept several writes at the same moment, and keep an older count (nats-server issue 4320). Install 2.10 or later on every server.`,
  "jetstream-off": (it) =>
    `${it.server}: JetStream is off. Add "jetstream { store_dir: … }" to its configuration.`,
  "login-not-required": (it) =>
    `${it.server}: it accepts connections without a login. Add the accounts of "alrimi broker config" to its configuration.`,
  "cluster-differs": (it) =>
    `The servers are not one cluster: ${it.clusters}. Check cluster.name and the routes.`,
  "tls-off": (it) =>
    `${it.server}: no TLS, so counts and logins can be read on the network. That is acceptable only on a single machine.`,
  "certificate-ok": (it) => `${it.server}: the certificate is valid for ${counted(it.days, "more day")}.`,
  "certificate-expires": (it) =>
    `${it.server}: the certificate expires in ${counted(it.days, "day")}. Renew it, then "nats-server --signal reload".`,
  "certificate-old-form": (it) =>
    `${it.server}: the certificate is of an older form (missing in ${it.missing}). Apps and this command accept it; programs in Python 3.13 or later do not. Have it issued again with that extension, or give publish.py --tls-not-strict.`,
  "certificate-bad": (it) =>
    `${it.server}: the certificate is not accepted (${it.detail}). Check --tls-ca, the host name in the certificate, and its expiry date.`,
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
  "stream-filling": (it) =>
    it.stream === "APPROVALS"
      ? `${it.stream}: ${it.percent} % of what may be retained. When it is full, counts of new people are refused. Look for a service that sends counts of made-up people; "alrimi services forget ID" removes them, and a people directory (alrimi people) refuses them.`
      : `${it.stream}: ${it.percent} % full. When it is full, new events are refused. Check that a keeper is running.`,
  "share-filling": (it) =>
    `${it.stream}: the waiting events of ${it.service} use ${it.percent} % of its share. When it is used up, only this service's events are refused. Tell its owner if it sends too many.`,
  "intake-old": (it) =>
    `INTAKE: the oldest event has waited ${it.days} days, and is lost after ${it.most}. Check that a keeper is running.`,
  "stream-no-leader": (it) =>
    `${it.stream}: it has no leader at the moment, so nothing is stored. More than half of the servers must run.`,
  "stream-ok": (it) =>
    `${it.stream}: configured correctly, ${it.replicas} in sync, ${it.messages} retained, ${sizeOf(it.bytes, it.limit)}.`,
  "keeper-unprepared": () => 'No consumer reads the queue of service events. Run "alrimi provision".',
  "keeper-unreadable": (it) => `The keeper's consumer cannot be read: ${it.detail}`,
  "keeper-missing": (it) =>
    `No keeper is running, so new counts do not reach the apps (${counted(it.waiting, "event")} waiting). Start "alrimi server".`,
  "keeper-behind": (it) =>
    `A keeper is running, but ${counted(it.waiting, "event")} wait for it: counts are late.`,
  "keeper-ok": (it) => `A keeper is running (${counted(it.waiting, "event")} waiting).`,
  "heartbeat-missing": () =>
    'There is no heartbeat, so apps cannot confirm their counts. Run "alrimi provision".',
  "heartbeat-unreadable": (it) => `The heartbeat cannot be read: ${it.detail}`,
  "heartbeat-setting": (it) =>
    `Heartbeat: ${it.field} is ${it.is}, should be ${it.should}. Run "alrimi provision".`,
  "heartbeat-no-leader": () =>
    "Heartbeat: no server sends it now, so apps cannot confirm their counts. More than half of the servers must run.",
  "heartbeat-unheard": () =>
    'The heartbeat does not reach the apps. Compare the accounts (exports and imports) with "alrimi broker config".',
  "heartbeat-ok": (it) => `The heartbeat is sent every ${it.seconds} s.`,
  "app-unserved": (it) =>
    `${it.server}: apps that are connected here get no answer from the streams. Restart this server once more.`,
  "apps-served": (it) => `Apps are answered on ${counted(it.servers, "server")}.`,
  "catalog-none": () => 'There is no catalog yet. Write one with "alrimi catalog put FILE".',
  "catalog-bad": (it) => `The catalog has a fault: ${it.detail}. Correct it with "alrimi catalog put FILE".`,
  "catalog-ok": (it) => `The catalog lists ${counted(it.services, "service")}.`,
  "services-heard": (it) => `A recent event is kept of each service (${it.services}).`,
  "service-silent": (it) =>
    it.last === null
      ? `${it.service}: no event has been kept yet. Ask its owner whether it sends.`
      : `${it.service}: no event has been kept since ${it.last}. Ask its owner whether it still sends.`,
  "services-unknown": (it) =>
    `The time of each service's last event cannot be read: ${it.detail} Write the servers' configuration again with "alrimi broker config", and reload.`,
  "people-counted": (it) => `Events of ${counted(it.people, "person", "people")} are retained.`,
  "people-without-login": (it) =>
    `Events of ${counted(it.people, "person", "people")} without a valid login in the kit are retained (${listOf(it)}). Mint a login, or remove people who have left with "alrimi users forget". If an id is misspelled, tell the service's owner.`,
  "people-without-events": (it) =>
    `No service has sent a count of ${counted(it.people, "person", "people")} with a login (${listOf(it)}): their boards show –. Services have to send the counts of all people once, zeros included.`,
  "people-unknown": (it) =>
    `The people whose events are retained cannot be listed: ${it.detail} Above about 10,000 people nats-server cannot list them.`,
  "apps-reported": (it) => `The apps of all ${counted(it.people, "person", "people")} have reported.`,
  "apps-never-reported": (it) =>
    `No app of ${counted(it.people, "person", "people")} with a login has reported (${listOf(it)}): it never connected, has not connected for 30 days, or its policy lacks "fleet": true. See "alrimi fleet".`,
  "apps-connected": (it) =>
    `${counted(it.apps, "app")} ${it.apps === 1 ? "is" : "are"} connected now; ${counted(it.people, "person has", "people have")} a login.`,
  "apps-unknown": () =>
    'No app reports, so it is not known whether the apps ever connected. Reports need "fleet": true in the policy.',
  "kit-needed": () =>
    "--kit is needed to check who has a login, whose app never connected and which credentials expire soon.",
  "credentials-ok": (it) =>
    `The credentials of ${counted(it.people, "person", "people")} are valid for at least 30 more days.`,
  "credentials-expire": (it) =>
    `The credentials of ${counted(it.people, "person", "people")} expire within ${it.days} days (${listOf(it)}). Renew them with "alrimi users mint --expiring ${it.days}d".`,
  "credentials-expired": (it) =>
    `The credentials of ${counted(it.people, "person", "people")} expired within the last 30 days (${listOf(it)}). Mint new ones, or revoke them for people who have left.`,
  "token-expires": (it) =>
    it.days < 0
      ? `${it.service}: its HTTP token has expired. Make a new one with "alrimi tokens rotate ${it.service}".`
      : `${it.service}: its HTTP token expires in ${counted(it.days, "day")}. Make the next one with "alrimi tokens rotate ${it.service}".`,
  "clock-ok": (it) => `The clocks agree (${it.seconds} s).`,
  "clock-skewed": (it) =>
    `The broker's clock is ${it.seconds} s from this machine's. Set up time synchronisation (chrony, w32time).`,
  "clock-unknown": () => "This login cannot read the broker's clock.",
  "login-refused": (it) => `${it.who}: the login does not work: ${it.detail}`,
  "may-not": (it) =>
    `${it.who} may not ${it.what}, and needs it. Compare its permissions with "alrimi broker config".`,
  "may-too-much": (it) =>
    `${it.who} may ${it.what}, and must not. Compare its permissions with "alrimi broker config".`,
  "answers-reach-streams": (it) =>
    `${it.who} can have the broker's answers written into the streams, and can delete them that way. Keep the streams in a separate account: "alrimi broker config".`,
  "answers-proven": (it) =>
    it.arrived === 0
      ? `${it.who} cannot have an answer of the broker sent to ${it.other}.`
      : `${it.who} can have the broker's answers sent to ${it.other}, as NATS allows. Each says where it was stored, so ${it.other} refuses it.`,
  "answers-unproven": (it) =>
    `${it.who} can have an answer sent to ${it.other} on ${it.subject} that does not say where it was stored. Only nats-server 2.9 or later may send stored messages: look for another program that answers in the apps' account.`,
  "two-apps-not-tried": () =>
    "It was not tested whether one person's app can direct answers to another's, because that needs two people. Name the second one with --other-user and --other-user-file.",
  "permissions-ok": (it) =>
    `${it.who}: ${counted(it.tried, "attempt")}, each allowed or refused as it should be.`,
  "permissions-not-tried": (it) =>
    it.who === "app"
      ? "The permissions of an app were not tested. Name one with --user and --user-file."
      : "The permissions of a service were not tested. Name one with --service and --service-file.",
};
