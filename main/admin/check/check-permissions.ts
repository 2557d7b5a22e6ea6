import type { Finding } from "../../contract/findings.ts";
import { HEARTBEAT_SUBJECT } from "../../contract/heartbeat.ts";
import { KEEPER_SUBJECT } from "../../contract/keeper-heartbeat.ts";
import { LEADER_STREAMS, LEADER_SUBJECTS, leaderSubject } from "../../contract/leader.ts";
import { PEOPLE_SUBJECT } from "../../contract/people.ts";
import { HR_INTAKE } from "../../contract/people-event.ts";
import {
  APPROVALS_STREAM,
  CATALOG_STREAM,
  EVENTS_STREAM,
  FLEET_STREAM,
  PEOPLE_STREAM,
} from "../../contract/streams.ts";
import { CATALOG_SUBJECT } from "../../contract/subject.ts";
import type { NatsConnection } from "../../nats/connection.ts";
import { directGet, publishToNobody } from "../../nats/jetstream.ts";
import { directGetSubject, streamApi } from "../../nats/jetstream-api.ts";
import { tokenOf } from "../../nats/permissions.ts";
import { mayListen, refusals } from "./attempt.ts";

const api = streamApi(APPROVALS_STREAM);

/** An unused id, so that the attempts do not affect a real person or service. */
const NOBODY = "alrimi-check-nobody";

interface Attempt {
  readonly does: "listen" | "publish";
  readonly subject: string;
  readonly allowed: boolean;
}

/** Tests the permissions that an app needs, and those that an attacker would try. A correct broker stores nothing. */
export async function checkApp(connection: NatsConnection, user: string): Promise<readonly Finding[]> {
  const me = tokenOf(user);
  const get = (subject: string): string => directGetSubject(APPROVALS_STREAM, subject);
  const findings = await tryOut(connection, `app ${user}`, [
    listen(`approvals.${me}.*`, true),
    listen(CATALOG_SUBJECT, true),
    listen(HEARTBEAT_SUBJECT, true),
    listen(`alrimi.test.${me}`, true),
    listen(KEEPER_SUBJECT, true),
    listen(LEADER_SUBJECTS, true),
    publish(get(`approvals.${me}.${NOBODY}`), true),
    publish(directGetSubject(CATALOG_STREAM, CATALOG_SUBJECT), true),
    publish(`fleet.${me}`, true),
    ...[
      `approvals.${NOBODY}.*`,
      "approvals.*.*",
      "approvals.>",
      "stored.>",
      "people.>",
      `fleet.${me}`,
      "fleet.>",
      `alrimi.test.${NOBODY}`,
      `_TRAY.${NOBODY}.>`,
      "_INBOX.>",
      ">",
    ].map((subject) => listen(subject, false)),
    ...[
      get(`approvals.${NOBODY}.${NOBODY}`),
      api.directGet,
      api.getMessage,
      api.info,
      api.consumers,
      `approvals.${me}.${NOBODY}`,
      `approvals.${NOBODY}.${NOBODY}`,
      `catalog.${NOBODY}`,
      HEARTBEAT_SUBJECT,
      KEEPER_SUBJECT,
      ...LEADER_STREAMS.map(leaderSubject),
      `intake.${NOBODY}`,
      `outcome.${NOBODY}`,
      `fleet.${NOBODY}`,
      `alrimi.test.${me}`,
      streamApi(FLEET_STREAM).getMessage,
      PEOPLE_SUBJECT,
      directGetSubject(PEOPLE_STREAM, PEOPLE_SUBJECT),
      HR_INTAKE,
      `people.hr.${NOBODY}`,
      streamApi(EVENTS_STREAM).info,
    ].map((subject) => publish(subject, false)),
  ]);
  return [...findings, ...(await checkReply(connection, user))];
}

/** Tests the permissions that a service needs, and that it has none of another service. */
export async function checkWriter(connection: NatsConnection, service: string): Promise<readonly Finding[]> {
  const own = `approvals.${NOBODY}.${tokenOf(service)}`;
  const foreign = `approvals.${NOBODY}.${NOBODY}`;
  const me = tokenOf(service);
  return tryOut(connection, `service ${service}`, [
    publish(`intake.${me}`, true),
    listen(`outcome.${me}`, true),
    publish(`intake.${NOBODY}`, false),
    publish(HR_INTAKE, false),
    publish(streamApi(EVENTS_STREAM).info, false),
    publish(`people.hr.${NOBODY}`, false),
    listen(`outcome.${NOBODY}`, false),
    publish(`outcome.${me}`, false),
    publish(`refused.${me}`, false),
    publish(own, false),
    publish(directGetSubject(APPROVALS_STREAM, own), false),
    publish(foreign, false),
    publish(directGetSubject(APPROVALS_STREAM, foreign), false),
    publish(api.directGet, false),
    publish(api.info, false),
    publish(`catalog.${NOBODY}`, false),
    publish(HEARTBEAT_SUBJECT, false),
    publish(PEOPLE_SUBJECT, false),
    publish(directGetSubject(PEOPLE_STREAM, PEOPLE_SUBJECT), false),
    publish(`fleet.${NOBODY}`, false),
    publish(`alrimi.test.${NOBODY}`, false),
    ...[
      own,
      "approvals.>",
      "stored.>",
      "people.>",
      "fleet.>",
      "alrimi.test.>",
      "_WRITER.>",
      "_INBOX.>",
      ">",
    ].map((subject) => listen(subject, false)),
  ]);
}

function listen(subject: string, allowed: boolean): Attempt {
  return { does: "listen", subject, allowed };
}

function publish(subject: string, allowed: boolean): Attempt {
  return { does: "publish", subject, allowed };
}

async function tryOut(
  connection: NatsConnection,
  who: string,
  attempts: readonly Attempt[],
): Promise<readonly Finding[]> {
  const wrong: Finding[] = [];
  for (const { does, subject, allowed } of attempts) {
    const may =
      does === "listen"
        ? await mayListen(connection, subject)
        : (await refusals(connection, () => publishToNobody(connection, subject))).length === 0;
    if (may === allowed) continue;
    wrong.push({ level: "bad", code: may ? "may-too-much" : "may-not", who, what: `${does} ${subject}` });
  }
  return wrong.length > 0 ? wrong : [{ level: "ok", code: "permissions-ok", who, tried: attempts.length }];
}

/** Directs an answer to the app's own subject for an unused service, and checks whether the stream stored it. */
async function checkReply(connection: NatsConnection, user: string): Promise<readonly Finding[]> {
  const target = `approvals.${tokenOf(user)}.${NOBODY}`;
  connection.publish(directGetSubject(APPROVALS_STREAM, target), "", { reply: target });
  for (let round = 0; round < 3; round += 1) {
    const stored = await directGet(connection, APPROVALS_STREAM, target).catch(() => undefined);
    if (stored !== undefined) {
      return [{ level: "bad", code: "answers-reach-streams", who: `app ${user}` }];
    }
  }
  return [];
}
